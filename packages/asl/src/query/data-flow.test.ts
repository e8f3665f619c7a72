import { describe, expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { VirtualHost } from "../testing/virtual-host.ts";

function output(
  states: object,
  input: Json,
  language: "JSONPath" | "JSONata" = "JSONPath",
): Json | string | undefined {
  const definition = { QueryLanguage: language, StartAt: Object.keys(states)[0], States: states };
  const { execution, output: value } = new VirtualHost(definition, {
    input,
    answer: ({ arguments: args }) => ({ output: { got: args } }),
  }).run();
  return execution.status === "SUCCEEDED" ? value : execution.cause;
}

const resource = "arn:aws:states:::lambda:invoke";

describe("a JSONPath state", () => {
  it("narrows, builds, selects, places and narrows again", () => {
    const state = {
      Type: "Task",
      Resource: resource,
      InputPath: "$.order",
      Parameters: { "id.$": "$.id", "run.$": "$$.Execution.Name", fixed: 1 },
      ResultSelector: { "sent.$": "$.got.id", "run.$": "$.got.run" },
      ResultPath: "$.order.result",
      OutputPath: "$.order",
      End: true,
    };
    expect(output({ A: state }, { order: { id: 7 }, rest: 1 })).toEqual({
      id: 7,
      result: { sent: 7, run: "run" },
    });
  });

  it.each([
    [{ InputPath: null }, {}],
    [{ OutputPath: null }, {}],
    [{ ResultPath: null, Result: 1 }, { a: 1 }],
    [{ Result: { "x.$": "$.a" } }, { "x.$": "$.a" }],
    [{ InputPath: "$.a" }, 1],
    [
      { Parameters: { "b.$": "$" }, ResultPath: "$.c" },
      { a: 1, c: { b: { a: 1 } } },
    ],
    [{ Parameters: [{ "b.$": "$.a" }, "$.a"] }, [{ b: 1 }, "$.a"]],
  ])("of %j", (fields, expected) => {
    expect(output({ A: { Type: "Pass", End: true, ...fields } }, { a: 1 })).toEqual(expected);
  });

  it("reads variables by path", () => {
    const states = {
      Set: { Type: "Pass", Assign: { "v.$": "$.a", list: [1, { k: 2 }] }, Next: "Read" },
      Read: { Type: "Pass", Parameters: { "v.$": "$v.deep", "k.$": "$list[1].k" }, End: true },
    };
    expect(output(states, { a: { deep: true } })).toEqual({ v: true, k: 2 });
  });

  it("says which path of which field leads nowhere", () => {
    const where = "An error occurred while executing the state 'A' (entered at the event id #2).";
    expect(output({ A: { Type: "Pass", InputPath: "$.x.y", End: true } }, {})).toBe(
      `${where} Invalid path '$.x.y' : Missing property in path $['x']`,
    );
    expect(output({ A: { Type: "Pass", Parameters: { a: { "b.$": "$.x" } }, End: true } }, { y: 1 })).toBe(
      `${where} The JSONPath '$.x' specified for the field 'b.$' could not be found in the input '{"y":1}'`,
    );
  });

  it("hands __proto__ on as a key like any other", () => {
    const host = new VirtualHost(
      { StartAt: "A", States: { A: { Type: "Pass", Parameters: { "all.$": "$" }, End: true } } },
      { inputText: '{"__proto__":{"x":1}}' },
    ).run();
    expect(host.execution.output).toBe('{"all":{"__proto__":{"x":1}}}');
  });
});

describe("a JSONata state", () => {
  it("evaluates Assign and Output with the values at its entry", () => {
    const states = {
      Set: { Type: "Pass", Assign: { n: 1 }, Next: "Both" },
      Both: { Type: "Pass", Assign: { n: "{% $n + 1 %}" }, Output: { n: "{% $n %}" }, Next: "Read" },
      Read: { Type: "Pass", Output: { now: "{% $n %}", before: "{% $states.input.n %}" }, End: true },
    };
    expect(output(states, {}, "JSONata")).toEqual({ now: 2, before: 1 });
  });

  it("passes the result on unless Output says otherwise", () => {
    const task = { Type: "Task", Resource: resource, Arguments: { x: "{% $states.input.a %}" }, End: true };
    expect(output({ A: task }, { a: 1 }, "JSONata")).toEqual({ got: { x: 1 } });
    expect(output({ A: { ...task, Output: "{% $states.result.got.x %}" } }, { a: 1 }, "JSONata")).toBe(1);
  });

  it.each([
    ["{% $nothing %}", "returned nothing (undefined)."],
    ["{% function($x){$x} %}", "returned an unsupported result type."],
    ["{% 1 + 'a' %}", "threw an error during evaluation. T2002: "],
    ["{% $nothing() %}", "threw an error during evaluation. T1006: "],
  ])("that yields %s says why it fails", (expression, reason) => {
    const source = expression.slice(3, -3);
    expect(
      output({ A: { Type: "Pass", Output: { list: [expression] }, End: true } }, {}, "JSONata"),
    ).toContain(
      `An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression '${source}' specified for the field 'Output/list[0]' ${reason}`,
    );
  });

  it("takes text with blanks around the marks as text", () => {
    expect(output({ A: { Type: "Pass", Output: " {% 1 %} ", End: true } }, {}, "JSONata")).toBe(" {% 1 %} ");
  });

  it("must say true or false in a Choice", () => {
    const states = {
      A: { Type: "Choice", Choices: [{ Condition: "{% 1 %}", Next: "B" }], Default: "B" },
      B: { Type: "Succeed" },
    };
    expect(output(states, {}, "JSONata")).toContain(
      "The JSONata expression '1' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1",
    );
  });
});

describe("a machine of both languages", () => {
  it("hands variables and data from one to the other", () => {
    const states = {
      Path: { Type: "Pass", Assign: { "v.$": "$.a" }, Next: "Ata" },
      Ata: {
        Type: "Pass",
        QueryLanguage: "JSONata",
        Output: { sum: "{% $v + $states.input.a %}" },
        Next: "Back",
      },
      Back: { Type: "Pass", Parameters: { "sum.$": "$.sum", "v.$": "$v" }, End: true },
    };
    expect(output(states, { a: 2 })).toEqual({ sum: 4, v: 2 });
  });
});
