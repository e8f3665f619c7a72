import { describe, expect, it } from "vitest";
import { loadStateMachine } from "../interpreter/load-state-machine.ts";
import { InvalidDefinition } from "./diagnostic.ts";
import { validateDefinition } from "./validate-definition.ts";

/** `CODE: message at location`, as CreateStateMachine's error strings them together. */
function findings(definition: string | object, type: "STANDARD" | "EXPRESS" = "STANDARD"): string[] {
  return validateDefinition(definition, { type }).map(
    ({ code, message, location }) => `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`,
  );
}

function machine(states: object, rest: object = {}): object {
  return { StartAt: Object.keys(states)[0], States: states, ...rest };
}

const end = { Type: "Succeed" };

describe("a definition that is no definition", () => {
  it.each([
    ["", "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
    ["[]", "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
    ["null", "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
    ["{}", "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"],
  ])("%j", (text, finding) => {
    expect(findings(text)).toEqual([finding]);
  });

  it.each([
    [
      '{"a" 1}',
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
      1,
      7,
    ],
    [
      '{"a":1,}',
      "Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
      1,
      9,
    ],
    [
      '{\n "a": nope}',
      "Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      2,
      11,
    ],
    ['{"a": "', "Unexpected end-of-input: was expecting closing quote for a string value", 1, 8],
  ])("%j is told in the words of AWS's parser", (text, message, line, column) => {
    const location = `[Source: (String)"${text}"; line: ${line}, column: ${column}]`;
    expect(validateDefinition(text)).toEqual([
      {
        severity: "ERROR",
        code: "INVALID_JSON_DESCRIPTION",
        message: `${message}\n at ${location}`,
        location,
      },
    ]);
  });

  it("is too large or too deeply nested", () => {
    expect(findings(machine({ A: { ...end, Comment: "x".repeat(1_048_576) } }))).toEqual([
      "SCHEMA_VALIDATION_FAILED: Definition exceeds the limit of 1048576 bytes at /",
    ]);
    expect(findings(`{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`)).toEqual([
      "TOO_DEEPLY_NESTED: The states are too deeply nested at /",
    ]);
  });
});

describe("transitions", () => {
  it.each([
    [
      { A: { Type: "Pass", Next: "NOPE" } },
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
        "MISSING_END_STATE: Workflow has no terminal state",
      ],
    ],
    [
      { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } },
      ["MISSING_END_STATE: Workflow has no terminal state"],
    ],
    [
      { A: { Type: "Pass", Next: "A" }, C: end },
      ['MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'],
    ],
    [
      {
        A: { Type: "Choice", Choices: [{ Variable: "$.x", IsNull: true, Next: "X" }], Default: "Y" },
        B: end,
      },
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Choices[0]/Next",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Y at /States/A/Default",
        'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
      ],
    ],
  ])("%j", (states, expected) => {
    expect(findings(machine(states))).toEqual(expected);
  });

  it("start at a state that is there", () => {
    expect(findings({ StartAt: "B", States: { A: end } })).toEqual([
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt",
      'MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A',
    ]);
  });

  it("stay inside their branch", () => {
    const branch = { StartAt: "In", States: { In: { Type: "Pass", Next: "Out" } } };
    const states = { P: { Type: "Parallel", Branches: [branch], Next: "Out" }, Out: end };
    expect(findings(machine(states))[0]).toBe(
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Out at /States/P/Branches[0]/States/In/Next",
    );
  });
});

describe("fields", () => {
  it.each([
    [{ Type: "Pass", End: true, Catch: [] }, "Field 'Catch' is not supported at /States/A"],
    [
      { Type: "Wait", End: true, Seconds: 1, TimeoutSeconds: 1 },
      "Field 'TimeoutSeconds' is not supported at /States/A",
    ],
    [
      { Type: "Pass", End: true, Output: 1 },
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A",
    ],
    [{ Type: "Task", End: true }, "These fields are required: [Resource] at /States/A"],
    [{ End: true }, "These fields are required: [Type] at /States/A"],
    [{ Type: "Wait", Seconds: -1, End: true }, "Minimum value is 0 at /States/A/Seconds"],
    [
      { Type: "Wait", Timestamp: "2025-01-01", End: true },
      "String does not match RFC3339 timestamp at /States/A/Timestamp",
    ],
    [
      { Type: "Wait", SecondsPath: "$.a[*]", End: true },
      "Value is not a Reference Path at /States/A/SecondsPath",
    ],
    [
      { Type: "Pass", Parameters: { "a.$": "nope" }, End: true },
      "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters",
    ],
    [
      { Type: "Task", Resource: "nope", End: true },
      "Value is not a valid resource ARN at /States/A/Resource",
    ],
    [
      { Type: "Fail", Error: "x", ErrorPath: "$.x" },
      "There should only be one of the following fields: [Error, ErrorPath] at /States/A",
    ],
    [
      { Type: "Choice", Choices: [{ Variable: "$", StringMatches: "a" }], Default: "B" },
      "These fields are required: [Next] at /States/A/Choices[0]",
    ],
    [
      { Type: "Choice", Choices: [{ Variable: "$", Equals: "a", Next: "B" }], Default: "B" },
      "Field 'Equals' is not supported at /States/A/Choices[0]",
    ],
  ])("%j", (state, finding) => {
    const found = findings(machine({ A: state, B: { Type: "Pass", Next: "A" } }));
    expect(found).toContain(`SCHEMA_VALIDATION_FAILED: ${finding}`);
  });

  it("have their name once in the whole definition", () => {
    const inner = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
    expect(findings(machine({ A: { Type: "Parallel", Branches: [inner], End: true } }))).toEqual([
      "DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/Branches[0]/States/A",
    ]);
  });

  it("named like an object's own are refused like any other", () => {
    const text = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"__proto__":1,"constructor":2}}}';
    expect(findings(text)).toEqual([
      "SCHEMA_VALIDATION_FAILED: Field '__proto__' is not supported at /States/A",
      "SCHEMA_VALIDATION_FAILED: Field 'constructor' is not supported at /States/A",
    ]);
  });

  it("of Retry and Catch are looked at too", () => {
    const state = {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Retry: [{ ErrorEquals: ["States.ALL", "A"], BackoffRate: 0.5 }, { ErrorEquals: ["B"] }],
      Catch: [{ ErrorEquals: [] }],
      End: true,
    };
    expect(findings(machine({ A: state }))).toEqual([
      "SCHEMA_VALIDATION_FAILED: Minimum value is 1.0 at /States/A/Retry[0]/BackoffRate",
      "SCHEMA_VALIDATION_FAILED: States.ALL must appear alone at /States/A/Retry[0]/ErrorEquals",
      "SCHEMA_VALIDATION_FAILED: States.ALL must appear at the end of the list at /States/A/Retry[0]/ErrorEquals",
      "SCHEMA_VALIDATION_FAILED: There must be at least one error name at /States/A/Catch[0]/ErrorEquals",
      "SCHEMA_VALIDATION_FAILED: These fields are required: [Next] at /States/A/Catch[0]",
    ]);
  });
});

describe("expressions", () => {
  function pass(output: unknown): string[] {
    return findings(
      machine({ A: { Type: "Pass", Output: output, End: true } }, { QueryLanguage: "JSONata" }),
    );
  }

  it("have to parse", () => {
    expect(pass({ list: [1, "{% 1 + %}"] })).toEqual([
      "INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/A/Output/list[1]",
    ]);
  });

  it("read from $states and variables only", () => {
    expect(pass("{% phone %}")).toEqual([
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output",
    ]);
    expect(pass("{% $states.errorOutput %}")).toHaveLength(1);
    expect(pass("{% $states.result %}")).toHaveLength(1);
    expect(pass("{% $states.input.phone & $prefix %}")).toEqual([]);
  });

  it("have both marks or none", () => {
    expect(pass("10 %}")).toHaveLength(1);
    expect(pass(" {% not one %} ")).toEqual([]);
  });
});

describe("an Express machine", () => {
  const task = (Resource: string) => machine({ A: { Type: "Task", Resource, End: true } });

  it.each([
    ["arn:aws:states:::ecs:runTask.sync", "'.sync' service integration"],
    ["arn:aws:states:::states:startExecution.sync:2", "'.sync:2' service integration"],
    ["arn:aws:states:::sqs:sendMessage.waitForTaskToken", "'.waitForTaskToken' service integration "],
    ["arn:aws:states:us-east-1:111111111111:activity:work", "Activity ARNs"],
  ])("cannot use %s", (resource, what) => {
    expect(findings(task(resource))).toEqual([]);
    expect(findings(task(resource), "EXPRESS")).toEqual([
      `SCHEMA_VALIDATION_FAILED: Express state machine does not support ${what} at /States/A/Resource`,
    ]);
  });
});

describe("loading an invalid definition", () => {
  it("throws every diagnostic, in the words of CreateStateMachine", () => {
    expect(() => loadStateMachine('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"}}}')).toThrow(
      new InvalidDefinition([
        { severity: "ERROR", code: "MISSING_END_STATE", message: "Workflow has no terminal state" },
      ]),
    );
    expect(() => loadStateMachine("{}")).toThrow(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
    );
  });
});
