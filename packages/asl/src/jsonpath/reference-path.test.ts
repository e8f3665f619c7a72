import { describe, expect, it } from "vitest";
import { compileReferencePath } from "./reference-path.ts";
import { InvalidPath } from "./path-error.ts";

describe("a reference path", () => {
  it.each([
    ["$", { a: 1 }, 9],
    ["$.b", { a: 1 }, { a: 1, b: 9 }],
    ["$.a.b.c", {}, { a: { b: { c: 9 } } }],
    ["$['x y'].z", {}, { "x y": { z: 9 } }],
    ["$.list[1]", { list: [1, 2] }, { list: [1, 9] }],
  ])("%s places a value", (path, root, placed) => {
    expect(compileReferencePath(path)(root, 9)).toEqual(placed);
  });

  it("leaves the original as it was", () => {
    const root = { a: { b: 1 }, list: [1] };
    compileReferencePath("$.a.c")(root, 9);
    compileReferencePath("$.list[0]")(root, 9);
    expect(root).toEqual({ a: { b: 1 }, list: [1] });
  });

  it.each([
    ["$.a.b", { a: 1 }],
    ["$.a", [1]],
    ["$.list[3]", { list: [1] }],
    ["$.list[0]", {}],
  ])("%s has no place in %j", (path, root) => {
    expect(compileReferencePath(path)(root, 9)).toBeUndefined();
  });

  it("makes __proto__ a key like any other", () => {
    const placed = compileReferencePath("$.__proto__.polluted")({}, true);
    expect(JSON.stringify(placed)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it.each(["$.a[*]", "$..a", "$.a[0:1]", "$.a[?(@.b)]", "$['a','b']", "$.a[-1]", "a", "@.a"])(
    "is not %s",
    (path) => {
      expect(() => compileReferencePath(path)).toThrow(InvalidPath);
    },
  );
});
