import type { Parameter } from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";

import type { Json } from "../json.ts";
import { resolveParameters, toParameterValue, type ParameterTexts } from "./parameters.ts";
import { parseTemplate } from "./parse-template.ts";

function resolve(declaration: object, given?: string, previous?: ParameterTexts) {
  const template = parseTemplate(
    JSON.stringify({ Parameters: { P: declaration }, Resources: { R: { Type: "T" } } }),
  );
  const parameters: Parameter[] = given === undefined ? [] : [{ ParameterKey: "P", ParameterValue: given }];
  return resolveParameters(template, parameters, previous);
}

test("a value that is given counts more than the default; both are text", () => {
  expect(resolve({ Type: "Number", Default: 5 })).toEqual({ P: "5" });
  expect(resolve({ Type: "Number", Default: 5 }, "7")).toEqual({ P: "7" });
  expect(resolve({ Type: "String", Default: "" })).toEqual({ P: "" });
});

test.each<[string, string, Json]>([
  ["String", "a,b", "a,b"],
  ["CommaDelimitedList", "a, b", ["a", "b"]],
  ["CommaDelimitedList", "", [""]],
  ["List<Number>", "1,2", ["1", "2"]],
  ["List<AWS::EC2::Subnet::Id>", "subnet-1,subnet-2", ["subnet-1", "subnet-2"]],
  ["AWS::EC2::VPC::Id", "vpc-1", "vpc-1"],
])("Ref of a parameter of type %s", (type, text, expected) => {
  const declaration = { type, noEcho: false };
  expect(toParameterValue(declaration, text)).toEqual(expected);
});

test.each<[string, object, string, string]>([
  ["Number", { Type: "Number" }, "x", "Parameter 'P' must be a number"],
  [
    "AllowedValues",
    { Type: "String", AllowedValues: ["a"] },
    "b",
    "Parameter 'P' must be one of AllowedValues",
  ],
  [
    "AllowedPattern, all of the value",
    { Type: "String", AllowedPattern: "[a-z]+" },
    "ab1",
    "Parameter 'P' must match pattern [a-z]+",
  ],
  [
    "AllowedPattern, each item of a list",
    { Type: "CommaDelimitedList", AllowedPattern: "\\w+" },
    "a,b-c",
    "must match pattern",
  ],
  ["MinLength", { Type: "String", MinLength: 2 }, "a", "Parameter 'P' must contain at least 2 characters"],
  ["MaxLength", { Type: "String", MaxLength: "2" }, "abc", "Parameter 'P' must contain at most 2 characters"],
  ["MinValue", { Type: "Number", MinValue: 2 }, "1", "Parameter 'P' must be a number not less than 2"],
  ["MaxValue", { Type: "Number", MaxValue: 2 }, "3", "Parameter 'P' must be a number not greater than 2"],
  [
    "ConstraintDescription",
    { Type: "String", MinLength: 2, ConstraintDescription: "be long" },
    "a",
    "Parameter P failed to satisfy constraint: be long",
  ],
])("refuses what breaks %s", (_, declaration, text, message) => {
  expect(() => resolve(declaration, text)).toThrow(message);
});

test("refuses missing and unknown parameters by name", () => {
  expect(() => resolve({ Type: "String" })).toThrow("Parameters: [P] must have values");
  const template = parseTemplate(JSON.stringify({ Resources: { R: { Type: "T" } } }));
  expect(() => resolveParameters(template, [{ ParameterKey: "Q", ParameterValue: "" }], undefined)).toThrow(
    "Parameters: [Q] do not exist in the template",
  );
});

test("takes the previous value, and refuses when there is none", () => {
  const template = parseTemplate(
    JSON.stringify({ Parameters: { P: { Type: "String" } }, Resources: { R: { Type: "T" } } }),
  );
  const parameters = [{ ParameterKey: "P", UsePreviousValue: true }];
  expect(resolveParameters(template, parameters, { P: "before" })).toEqual({ P: "before" });
  expect(() => resolveParameters(template, parameters, undefined)).toThrow(
    "Cannot specify usePreviousValue as true for a parameter key not in the previous template",
  );
});
