import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";

function references(source: string) {
  return compileExpression(source).references();
}

describe("references of an expression", () => {
  it("are variables from outside, without those that it binds and without functions", () => {
    const { variables, functions } = references(
      "($x := $states.input; $map($x.items, function($i){ $i.price * $rate }) ~> $sum)",
    );
    expect([...variables]).toEqual(["states", "rate"]);
    expect([...functions]).toEqual(["map", "sum"]);
  });

  it("tell how far into a variable they go", () => {
    expect(references("$states.result.Payload.id & $states.input.list[0].name & $a").variablePaths).toEqual([
      { variable: "states", names: ["result", "Payload", "id"], position: 7 },
      { variable: "states", names: ["input", "list"], position: 35 },
      { variable: "a", names: [], position: 59 },
    ]);
  });

  it.each([
    ["phone", ["phone"]],
    ["states.input", ["states"]],
    ["a + $f(b.c)", ["a", "b"]],
    ["{'k': x}", ["x"]],
    ["$map($states.a, function($x){ b })", ["b"]],
    ["$states.input.items[value > 3]", []],
    ["$states.items.(price * quantity)", []],
    ["$states.items^(>price){kind: $sum(price)}", []],
    ["*", ["*"]],
    ["**.id", ["**"]],
    ["$states.input ~> |items|{'a': b}|", []],
  ])("names at the top level of %s", (source, names) => {
    expect(references(source).topLevelNames.map(({ name }) => name)).toEqual(names);
  });

  it("find $ only where it means the whole input, and $$ anywhere", () => {
    expect(references("$").topLevelContext).toEqual([1]);
    expect(references("$.a").topLevelContext).toEqual([1]);
    expect(references("$states.result[$ = 0]").topLevelContext).toEqual([]);
    expect(references("$states.items.{'all': $$}").root).toHaveLength(1);
  });

  it("know what paths bind", () => {
    const { variables } = references("$lib.books@$b#$i.loans[isbn = $b.isbn].{'n': $i, 'x': $other}");
    expect([...variables]).toEqual(["lib", "other"]);
  });
});
