import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  stringTemplates: [
    {
      input: { name: "Ada", age: 36, admin: true, tags: ["a", "b"] },
      output: {
        greeting: "Hello Ada!",
        line: "Hello Ada! You are 36, in 10 years 46 (admin).",
        nested: "<[a|b]>",
        json: 'tags: ["a","b"]',
        bare: "Ada",
        flag: "admin=true",
        lines: "one\ntwo",
      },
    },
    {
      input: { name: "", age: 0.5, admin: false, tags: [] },
      output: {
        greeting: "Hello !",
        line: "Hello ! You are 0.5, in 10 years 10.5.",
        nested: "<[]>",
        json: "tags: []",
        bare: "",
        flag: "admin=false",
        lines: "one\ntwo",
      },
    },
  ],
  escapedCharacters: [
    {
      input: { name: "x" },
      output: {
        quotes: "\"x\" 'x' `x`",
        braces: "{} {x} {% x %}",
        marked: "{% not an expression %}",
        backslash: "\\x\\",
        dollars: "$x ${name} $states.input",
        white: "tab\tline\nend",
        unicode: "é 😀 é",
        regex: "/.*/",
      },
    },
  ],
};
