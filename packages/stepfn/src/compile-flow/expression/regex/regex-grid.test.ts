/** Regular expressions find what JavaScript finds, in our JSONata engine and in `jsonata@2.0.6`. */
import { afterAll, describe, expect, it } from "vitest";
import { compareExpression, type Grid } from "../../testing/compare-expression.ts";
import { translateRegex } from "./translate-regex.ts";

const texts = [
  "",
  "a",
  "abc",
  "aab12",
  "2026-01-31T06:00:00Z",
  "k1=v1; k2=v2",
  "one two  three\tfour",
  "line 1\nline 2\r\nline 3\n",
  "end\n",
  "a.b/c\\d",
  "(x)[y]{z}",
  "ÄÖ ü",
  "\u00a0x\u2003y",
  "ABC abc",
  "$1 $& $$",
  "user@example.com",
  "foo_bar-baz",
  "-12.50",
  "a\u2028b",
];

const grid: Grid = {
  types: ["string", "string"],
  values: [texts, ["", "-", "$1"]],
  expressions: [
    "/a/.test(a)",
    "/^a+b/.test(a)",
    "/\\d{2,4}/.test(a)",
    "/^\\d{4}-\\d{2}-\\d{2}/.test(a)",
    "/^[\\w.+-]+@[\\w-]+\\.[\\w.]+$/.test(a)",
    "/end$/.test(a)",
    "/^line/.test(a)",
    "/^line \\d$/m.test(a)",
    "/b.c/.test(a)",
    "/b.c/s.test(a)",
    "/1.line/s.test(a)",
    "/abc/i.test(a)",
    "/[^a-z ]/.test(a)",
    "/\\bbar\\b/.test(a)",
    "/\\bbaz\\b/.test(a)",
    "/\\Bar/.test(a)",
    "/\\s\\S/.test(a)",
    "/[\\s\\S]x/.test(a)",
    "/[\\D]\\D/.test(a)",
    "/\\W/.test(a)",
    "/\\//.test(a)",
    "/\\\\/.test(a)",
    "/[/\\\\]/.test(a)",
    "/[()[\\]{}]/.test(a)",
    "/\\(x\\)/.test(a)",
    "/\\$/.test(a)",
    "/[$&]/.test(a)",
    "/a|b|c1/.test(a)",
    "/(?:a|b)+c?/.test(a)",
    "/a(?=b)/.test(a)",
    "/a(?!b)/.test(a)",
    "/\\u00c4/.test(a)",
    "/[\\u00c0-\\u00ff]/.test(a)",
    "/\\x61b/.test(a)",
    "/[-a]b/.test(a)",
    "/[a-]b/.test(a)",
    "/.+?2/.test(a)",
    "/\\t/.test(a)",
    "a.match(/(\\d+)-(\\d+)/)",
    "a.match(/(\\d+)-(\\d+)/)?.[1] ?? 'none'",
    "a.match(/k(\\d)=(v\\d)/)",
    "a.match(/\\d+/)",
    "a.match(/\\d+/g)",
    "a.match(/[a-z]+/gi)",
    "/(\\w)=(\\w)/.exec(a)",
    "a.search(/\\d/)",
    "a.split(/\\s+/)",
    "a.split(/[;=]\\s?/)",
    "a.split(/\\d/)",
    "a.split(/\\r?\\n/)",
    "a.replace(/\\d/, '#')",
    "a.replace(/\\d/g, '#')",
    "a.replaceAll(/[aeiou]/g, '')",
    "a.replace(/(\\w)=(\\w)/g, '$2=$1')",
    "a.replace(/b/g, '[$&]')",
    "a.replace(/b/g, '$$')",
    "a.replace(/b/g, '$$1')",
    "a.replace(/b/g, '$1$9')",
    "a.replace(/(b)/g, '$12$01')",
    "a.replace(/\\s+/g, ' ')",
    "a.replace(/[A-Z]/g, (m) => m.toLowerCase())",
    "a.replace(/(\\w)(\\d)/g, (all, w, d) => `${d}${w}` + all.length)",
    "a.replace(/\\d+/g, (m) => String(Number(m) * 2))",
    "a.replace(/x/g, () => '$&')",
    "a.replace('a', '-').replace(/^-|-$/g, '')",
    "a.trim().split(/,\\s*/)",
    "a.replace(/^\\s+|\\s+$/g, '')",
  ],
};

let count = 0;
afterAll(() => console.info(`${count} evaluations of regular expressions agreed with JavaScript`));

it.each(grid.expressions)("%s", async (expression) => {
  count += await compareExpression(expression, grid);
});

describe("what is not the same everywhere is refused", () => {
  it.each([
    ["a*", "", "match nothing"],
    ["(?:a|)", "", "match nothing"],
    ["^", "", "match nothing"],
    ["(?<year>\\d+)", "", "names"],
    ["(?<=a)b", "", "looking behind"],
    ["(?<!a)b", "", "looking behind"],
    ["(a)\\1", "", "matched again"],
    ["a", "u", 'flag "u"'],
    ["a", "y", 'flag "y"'],
    ["ä", "i", "ASCII"],
    ["😀", "", "BMP"],
    ["[\\S\\d]x", "", "not in another set"],
    ["\\p{L}", "", '"\\p"'],
    ["(?:a*)+b", "", "repeated"],
    ["[]a", "", "without characters"],
  ])("/%s/%s", (pattern, flags, reason) => {
    expect(translateRegex(pattern, flags)).toMatchObject({
      problem: expect.stringContaining(reason) as string,
    });
  });
});
