import { expect, test } from "vitest";

import { parseFilterPattern } from "./filter-pattern.ts";

const messages = ["ERROR disk full", "WARN disk slow", "DEBUG disk fine", "INFO not found"];
const matching = (pattern: string) => messages.filter(parseFilterPattern(pattern));

test.each([
  ["", messages],
  ["disk", messages.slice(0, 3)],
  ["ERROR disk", ["ERROR disk full"]],
  ["?ERROR ?WARN", ["ERROR disk full", "WARN disk slow"]],
  ["disk -DEBUG", ["ERROR disk full", "WARN disk slow"]],
  ['"not found"', ["INFO not found"]],
  ['-"not found" -disk', []],
  ["error", []],
])("the pattern %j keeps the messages that it describes", (pattern, expected) => {
  expect(matching(pattern)).toEqual(expected);
});

test.each(['{ $.level = "ERROR" }', "[ip, user]", "%ERR.*%", "-%x%"])(
  "the pattern %j is refused, not ignored",
  (pattern) => {
    expect(() => parseFilterPattern(pattern)).toThrow(
      expect.objectContaining({ code: "InvalidParameterException" }),
    );
  },
);

test("a term with other characters needs quotes, as on AWS", () => {
  expect(() => parseFilterPattern("not-found")).toThrow("Invalid character(s) in term 'not-found'");
});
