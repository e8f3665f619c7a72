import { expect, it } from "vitest";
import { refine } from "./refine.ts";
import { type Type, unionOf } from "./type.ts";

const unknown: Type = { kind: "unknown" };
const missing: Type = { kind: "undefined" };
const nothing: Type = { kind: "null" };
const text: Type = { kind: "string" };
const number: Type = { kind: "number" };
const circle: Type = { kind: "object", fields: { kind: text, radius: number } };
const square: Type = { kind: "object", fields: { kind: text, side: number } };
const list = (item: Type): Type => ({ kind: "array", item });

/** By the kinds of its parts, for the order of a union says nothing. */
const sorted = (type: Type): unknown =>
  type.kind === "union" ? type.parts.map((part) => JSON.stringify(part)).toSorted() : type;

it.each<[string, Type, Type, Type | undefined, Type]>([
  ["what is unknown is filled", unknown, text, undefined, text],
  ["what is known stays", text, number, undefined, text],
  ["an item is filled", list(unknown), list(text), undefined, list(text)],
  [
    "a part that is unknown is filled",
    unionOf(circle, unknown),
    unionOf(circle, square),
    undefined,
    unionOf(circle, square),
  ],
  [
    "and so in an item",
    list(unionOf(circle, unknown)),
    list(unionOf(circle, square)),
    undefined,
    list(unionOf(circle, square)),
  ],
  [
    "what is unknown may also be null",
    unionOf(unknown, missing),
    unionOf(text, nothing),
    undefined,
    unionOf(text, nothing, missing),
  ],
  ["a test rules kinds out", unionOf(text, number), text, unionOf(text, number), text],
  ["a test rules objects out", unionOf(circle, square), square, unionOf(circle, square), square],
  ["a test rules undefined out", unionOf(text, missing), text, unionOf(text, missing), text],
  [
    "but no test does where it was not known to be",
    unionOf(text, missing),
    text,
    text,
    unionOf(text, missing),
  ],
  [
    "null and undefined are ruled out one by one",
    unionOf(text, missing, nothing),
    unionOf(text, missing),
    unionOf(text, missing, nothing),
    unionOf(text, missing),
  ],
  ["what contradicts is not believed", text, list(text), undefined, text],
])("%s", (_title, own, known, declared, expected) => {
  expect(sorted(refine(own, known, () => declared))).toEqual(sorted(expected));
});
