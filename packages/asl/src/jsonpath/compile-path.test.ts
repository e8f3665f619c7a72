import { describe, expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { compilePath } from "./compile-path.ts";
import { InvalidPath, PathNotFound } from "./path-error.ts";

const store: Json = {
  book: [
    { title: "Sayings", price: 8.95, tags: ["old"] },
    { title: "Sword", price: 12.99, tags: [] },
    { title: "Moby Dick", price: 8.99, isbn: "0-553" },
  ],
  bicycle: { color: "red", price: 19.95 },
  "odd.key": { "it's": 1 },
  nothing: null,
};

function read(path: string, root: Json = store): Json {
  return compilePath(path)(root);
}

describe("a definite path", () => {
  it.each([
    ["$", store],
    ["$.bicycle.color", "red"],
    ["$['bicycle']['color']", "red"],
    ['$["bicycle"].color', "red"],
    ["$.book[0].title", "Sayings"],
    ["$.book[-1].title", "Moby Dick"],
    ["$.book[(@.length-1)].title", "Moby Dick"],
    ["$['odd.key']['it\\'s']", 1],
    ["$.nothing", null],
    ["$.book.length()", 3],
  ])("%s reads one value", (path, value) => {
    expect(read(path)).toEqual(value);
  });

  it.each([
    ["$.missing", "No results for path: $['missing']"],
    ["$.missing.deeper", "Missing property in path $['missing']"],
    ["$.book[9]", "No results for path: $['book'][9]"],
    [
      "$.bicycle[0]",
      "Filter: [0] can only be applied to arrays. Current context is: {color=red, price=19.95}",
    ],
    ["$.nothing[0]", "The path $['nothing'] is null"],
    [
      "$.bicycle.color.shade",
      "Expected to find an object with property ['shade'] in path $['bicycle']['color'] but found 'java.lang.String'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
    ],
  ])("%s fails in Jayway's words", (path, message) => {
    expect(() => read(path)).toThrow(new PathNotFound(message));
  });

  it.each(["__proto__", "constructor", "toString"])("%s reads own properties only", (name) => {
    expect(() => read(`$.${name}`)).toThrow(PathNotFound);
    expect(read(`$['${name}']`, JSON.parse(`{"${name}": 1}`))).toBe(1);
  });
});

describe("a path to many", () => {
  it.each([
    ["$.book[*].title", ["Sayings", "Sword", "Moby Dick"]],
    ["$.book[0,2].price", [8.95, 8.99]],
    ["$.book[1:].price", [12.99, 8.99]],
    ["$.book[:-1].price", [8.95, 12.99]],
    ["$.book[-2:].price", [12.99, 8.99]],
    ["$..price", [19.95, 8.95, 12.99, 8.99].toSorted()],
    ["$.bicycle.*", ["red", 19.95]],
    ["$.bicycle['color','price']", { color: "red", price: 19.95 }],
    ["$.book[?(@.isbn)].title", ["Moby Dick"]],
    ["$.book[?(!@.isbn)].title", ["Sayings", "Sword"]],
    ["$.book[?(@.price < 10 && @.title != 'Sayings')].title", ["Moby Dick"]],
    ["$.book[?(@.price > 12 || @.isbn == '0-553')].title", ["Sword", "Moby Dick"]],
    ["$.book[?(@.title =~ /s.*/i)].title", ["Sayings", "Sword"]],
    ["$.book[?(@.title in ['Sword'])].price", [12.99]],
    ["$.book[?(@.tags size 1)].price", [8.95]],
    ["$.book[?(@.price < $.bicycle.price)].price", [8.95, 12.99, 8.99]],
    ["$.book[?(@.title == Sword)].price", [12.99]],
  ])("%s reads a list", (path, values) => {
    const found = read(path);
    expect(path === "$..price" && Array.isArray(found) ? found.toSorted() : found).toEqual(values);
  });

  it("is empty when it leads nowhere, even before the step that makes it many", () => {
    expect(read("$.missing[1:].price")).toEqual([]);
    expect(read("$.bicycle[*].color")).toEqual([]);
    expect(read("$..missing")).toEqual([]);
  });
});

describe("text that is no path", () => {
  it.each([
    "",
    "book",
    "$.",
    "$..",
    "$.book[",
    "$.book[]",
    "$.book['a]",
    "$.book[a]",
    "$book",
    "$.a b",
    "$.book[?(@.x ==)]",
    "$.book[?(@.x =~ /(/)]",
    "$.book.length().x",
    "$.eval()",
  ])("%s is refused", (path) => {
    expect(() => compilePath(path)).toThrow(InvalidPath);
  });

  it("is refused quickly when it is hostile", () => {
    expect(() => compilePath(`$[?(${"(".repeat(100_000)}`)).toThrow(InvalidPath);
    expect(() => compilePath(`$[?(${"!".repeat(5000)}@.a)]`)).toThrow(InvalidPath);
  });
});
