import { describe, expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { StateError } from "../interpreter/failure.ts";
import { Evaluation } from "../query/evaluation.ts";
import { compileIntrinsic } from "./compile-intrinsic.ts";
import { InvalidIntrinsic } from "./parse-intrinsic.ts";

function call(text: string, input: Json = {}): Json {
  const environment = { now: () => 0, random: () => 0.5, createId: () => "an-id" };
  const variables = {
    visible: { name: "Ann" },
    read: (name: string) => (name === "name" ? "Ann" : undefined),
  };
  const context = () => ({ Execution: { Name: "run" } });
  return compileIntrinsic(text)(new Evaluation(input, variables, environment, context), input);
}

describe("an intrinsic function", () => {
  it.each([
    ["States.Format('Hi {}, {}', $.who, 1)", "Hi Bo, 1"],
    ["States.Format('\\{{}\\} \\'x\\'', $name)", "{Ann} 'x'"],
    ["States.Format('{}', $.list)", "[1, 2, 2]"],
    ["States.Format('{}', $$.Execution.Name)", "run"],
    ["States.Array(1, 'a', null, true, $.who)", [1, "a", null, true, "Bo"]],
    ["States.ArrayPartition($.list, 2)", [[1, 2], [2]]],
    ["States.ArrayContains($.list, 2)", true],
    ["States.ArrayRange(1, 9, 4)", [1, 5, 9]],
    ["States.ArrayRange(3, 1, -1)", [3, 2, 1]],
    ["States.ArrayGetItem($.list, 0)", 1],
    ["States.ArrayLength($.list)", 3],
    ["States.ArrayUnique($.list)", [1, 2]],
    ["States.Base64Encode('é')", "w6k="],
    ["States.Base64Decode('w6k=')", "é"],
    ["States.Hash('a', 'MD5')", "0cc175b9c0f1b6a831c399e269772661"],
    ["States.JsonMerge($.one, $.two, false)", { a: 2, b: 1 }],
    ["States.StringToJson('[1]')", [1]],
    ["States.StringToJson('')", null],
    ["States.JsonToString($.one)", '{"a":1,"b":1}'],
    ["States.MathAdd(-1.5, 0)", -1],
    ["States.MathRandom(10, 20)", 15],
    ["States.StringSplit('a,b..c', '.,')", ["a", "b", "c"]],
    ["States.UUID()", "an-id"],
    ["States.ArrayLength(States.StringSplit('a,b', ','))", 2],
  ])("%s", (text, value) => {
    const input = { who: "Bo", list: [1, 2, 2], one: { a: 1, b: 1 }, two: { a: 2 } };
    expect(call(text, input)).toEqual(value);
  });

  it("draws the same number from the same seed", () => {
    expect(call("States.MathRandom(1, 1000, 7)")).toBe(call("States.MathRandom(1, 1000, 7)"));
  });

  it("merges __proto__ as a key like any other", () => {
    const merged = call(
      "States.JsonMerge($.one, $.two, false)",
      JSON.parse('{"one":{"__proto__":1},"two":{}}'),
    );
    expect(JSON.stringify(merged)).toBe('{"__proto__":1}');
  });
});

describe("a call that fails", () => {
  it.each([
    ["States.ArrayGetItem($.list, 5)", "The index 5 is out of bounds for an array of 1 items"],
    ["States.ArrayPartition($.list, 0)", "The chunk size must be a positive number, but was 0"],
    ["States.ArrayRange(1, 5000, 1)", "The range has 5000 items, the limit is 1000"],
    ["States.ArrayRange(1, 5, 0)", "The increment must not be zero"],
    ["States.StringToJson('{')", "The argument is not valid JSON: {"],
    ["States.ArrayLength('x')", 'Argument 1 must be an array, but was "x"'],
    ["States.Hash('a', 'CRC')", "The algorithm CRC is not one of MD5, SHA-1, SHA-256, SHA-384, SHA-512"],
    ["States.Format('{} {}', 1)", "The number of {} in the template does not match the 1 arguments after it"],
  ])("%s says why", (text, reason) => {
    expect(() => call(text, { list: [1] })).toThrow(
      new StateError({
        error: "States.IntrinsicFailure",
        fatal: false,
        detail: `The function '${text}' had the following error: ${reason}`,
      }),
    );
  });

  it("names the path that leads nowhere", () => {
    expect(() => call("States.Array($.no)", { a: 1 })).toThrow(
      "The function 'States.Array($.no)' had the following error: The JsonPath argument for the field '$.no' could not be found in the input '{\"a\":1}'",
    );
  });
});

describe("text that is no call", () => {
  it.each([
    "States.Nope()",
    "States.Format",
    "States.Format(",
    "States.Format('a",
    "States.Format('a' 'b')",
    "States.Format('\\n')",
    "States.UUID(1)",
    "States.MathAdd(1)",
    "States.UUID() x",
    "States.toString()",
    `${"States.Array(".repeat(11)}1${")".repeat(11)}`,
  ])("%s is refused", (text) => {
    expect(() => compileIntrinsic(text)).toThrow(InvalidIntrinsic);
  });
});
