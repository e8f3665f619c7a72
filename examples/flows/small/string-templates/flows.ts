import { flow } from "acme-engine";

export const stringTemplates = flow(
  { name: "stringTemplates" },
  async ({ name, age, admin, tags }: { name: string; age: number; admin: boolean; tags: string[] }) => {
    const greeting = `Hello ${name}!`;
    return {
      greeting,
      line: `${greeting} You are ${age}, in ${10} years ${age + 10}${admin ? " (admin)" : ""}.`,
      nested: `<${`[${tags.join("|")}]`}>`,
      json: `tags: ${JSON.stringify(tags)}`,
      bare: `${name}`,
      flag: `admin=${admin}`,
      lines: `one
two`,
    };
  },
);

/** Characters that mean something to JavaScript, JSON, JSONata or intrinsic functions. */
export const escapedCharacters = flow({ name: "escapedCharacters" }, async ({ name }: { name: string }) => ({
  quotes: `"${name}" '${name}' \`${name}\``,
  braces: `{} {${name}} {% ${name} %}`,
  marked: "{% not an expression %}",
  backslash: `\\${name}\\`,
  dollars: `$${name} \${name} $states.input`,
  white: "tab\tline\nend",
  unicode: "\u00e9 \u{1F600} é",
  regex: "/.*/",
}));
