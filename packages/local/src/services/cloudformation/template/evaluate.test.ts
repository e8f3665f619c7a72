import { expect, test } from "vitest";

import type { Json } from "../json.ts";
import { evaluate, type Scope } from "./evaluate.ts";

const scope: Scope = {
  values: { "AWS::Region": "us-east-1", Name: "batch", List: ["a", "b"] },
  mappings: { Sizes: { small: { cpu: 256, zones: ["x", "y"] } } },
  isConditionTrue: (name) => name === "Yes",
  ref: (logicalId) => (logicalId === "Bucket" ? "bucket-1" : undefined),
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  importValue: (name) => `imported ${name}`,
  availabilityZones: (region) => [`${region}a`, `${region}b`],
};
const value = (expression: Json) => evaluate(expression, scope);

test.each<[string, Json, Json]>([
  ["Ref of a parameter", { Ref: "Name" }, "batch"],
  ["Ref of a resource", { Ref: "Bucket" }, "bucket-1"],
  ["GetAtt as a list", { "Fn::GetAtt": ["Bucket", "Arn"] }, "Bucket/Arn"],
  ["GetAtt as text, with a dot in the attribute", { "Fn::GetAtt": "Db.Endpoint.Port" }, "Db/Endpoint.Port"],
  ["Sub", { "Fn::Sub": "${Name}-${AWS::Region}-${Bucket.Arn}" }, "batch-us-east-1-Bucket/Arn"],
  ["Sub with an escape", { "Fn::Sub": "${!Name} ${Name}" }, "${Name} batch"],
  ["Sub with variables", { "Fn::Sub": ["${A}${Name}", { A: { Ref: "Bucket" } }] }, "bucket-1batch"],
  ["Join", { "Fn::Join": ["-", ["a", { Ref: "Name" }, 1]] }, "a-batch-1"],
  ["Join of a list parameter", { "Fn::Join": [",", { Ref: "List" }] }, "a,b"],
  ["Select", { "Fn::Select": ["1", { Ref: "List" }] }, "b"],
  ["Split", { "Fn::Split": ["|", "a||b"] }, ["a", "", "b"]],
  ["If", [{ "Fn::If": ["Yes", 1, 2] }, { "Fn::If": ["No", 1, 2] }], [1, 2]],
  ["NoValue in an object", { a: 1, b: { Ref: "AWS::NoValue" } }, { a: 1 }],
  ["NoValue in a list", [1, { "Fn::If": ["No", 2, { Ref: "AWS::NoValue" }] }], [1]],
  ["And, Or, Not", { "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [{ Condition: "No" }] }] }, true],
  ["Or", { "Fn::Or": [{ Condition: "No" }, { "Fn::Equals": ["1", 1] }] }, true],
  ["Equals of lists", { "Fn::Equals": [{ Ref: "List" }, ["a", "c"]] }, false],
  ["ImportValue of an expression", { "Fn::ImportValue": { "Fn::Sub": "${Name}-Arn" } }, "imported batch-Arn"],
  ["FindInMap", { "Fn::FindInMap": ["Sizes", "small", "cpu"] }, 256],
  ["GetAZs of this region", { "Fn::GetAZs": "" }, ["us-east-1a", "us-east-1b"]],
  ["Base64", { "Fn::Base64": "hello" }, "aGVsbG8="],
  ["Cidr", { "Fn::Cidr": ["10.0.0.0/16", 2, "8"] }, ["10.0.0.0/24", "10.0.1.0/24"]],
  ["Cidr within a block", { "Fn::Cidr": ["10.42.0.0/16", 2, 12] }, ["10.42.0.0/20", "10.42.16.0/20"]],
  ["a key that every object has is no function", { constructor: "x" }, { constructor: "x" }],
  ["Sub of a name that every object has", { "Fn::Sub": ["${toString}", { toString: "own" }] }, "own"],
  [
    "a Condition of an IAM statement is no function",
    { Condition: { Bool: { a: "b" } } },
    { Condition: { Bool: { a: "b" } } },
  ],
])("%s", (_, expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

test.each<[string, Json, string]>([
  [
    "Select beyond the end",
    { "Fn::Select": [2, ["a", "b"]] },
    "Template error: Fn::Select cannot select nonexistent value at index 2",
  ],
  [
    "a mapping that is not there",
    { "Fn::FindInMap": ["Sizes", "big", "cpu"] },
    "Template error: Unable to get mapping for Sizes::big::cpu",
  ],
  [
    "a list where text is needed",
    { "Fn::Sub": "${List}" },
    "Template error: Fn::Sub expression does not resolve to a string",
  ],
  ["a function that is none", { "Fn::Foo": 1 }, "Template error: Encountered unsupported function: Fn::Foo"],
  ["more blocks than there are", { "Fn::Cidr": ["10.0.0.0/24", 3, 7] }, "does not hold 3 blocks of 7 bits"],
  ["a prototype's name", { "Fn::FindInMap": ["Sizes", "small", "constructor"] }, "Unable to get mapping"],
])("refuses %s", (_, expression, message) => {
  expect(() => value(expression)).toThrow(message);
});
