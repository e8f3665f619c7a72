import { expect, test } from "vitest";

import { checkTemplate, type ResourceType } from "./check-template.ts";
import { parseTemplate } from "./parse-template.ts";
import { parseYaml } from "./parse-yaml.ts";

const types = new Map<string, ResourceType>([["AWS::Logs::LogGroup", { attributes: ["Arn"] }]]);
const check = (text: string) => checkTemplate(parseTemplate(text), types);
const resources = "Resources:\n  Logs:\n    Type: AWS::Logs::LogGroup\n";

test("short tags become what JSON templates write", () => {
  expect(
    parseYaml(
      [
        "a: !Sub ${A}-b",
        "b: !GetAtt A.B.C",
        "c: !If [HasA, !Ref A, !Ref 'AWS::NoValue']",
        "d: !Sub",
        "  - ${x}",
        "  - { x: !ImportValue y }",
        "e: !Select [0, !GetAZs '']",
        "f: !Condition HasA",
        "g: !Join [',', [1, true]]",
      ].join("\n"),
    ),
  ).toEqual({
    a: { "Fn::Sub": "${A}-b" },
    b: { "Fn::GetAtt": ["A", "B.C"] },
    c: { "Fn::If": ["HasA", { Ref: "A" }, { Ref: "AWS::NoValue" }] },
    d: { "Fn::Sub": ["${x}", { x: { "Fn::ImportValue": "y" } }] },
    e: { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
    f: { Condition: "HasA" },
    g: { "Fn::Join": [",", [1, true]] },
  });
});

test("scalars are those of YAML 1.1, but dates stay text, and anchors are followed", () => {
  expect(parseYaml("date: 2010-09-09\nyes: yes\nblock: |\n  x\nlist: &l [1]\nagain: *l\nempty:\n")).toEqual({
    date: "2010-09-09",
    yes: true,
    block: "x\n",
    list: [1],
    again: [1],
    empty: null,
  });
});

test.each([
  [
    "text that is no YAML",
    "Resources:\n  a: [1\n  b: 2",
    "Template format error: YAML not well-formed. (line 3, column 3)",
  ],
  [
    "a tag that is no function",
    "a:\n  b: !Foo x",
    "Template format error: YAML not well-formed. (line 2, column",
  ],
  [
    "an alias of itself",
    "Resources: &a\n  A: *a",
    "Template format error: YAML not well-formed. (line 2, column 6)",
  ],
  [
    "aliases that multiply",
    [
      "a: &a [1, 1]",
      ..."bcdefghi"
        .split("")
        .map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(9)}]`),
    ].join("\n"),
    "Template format error: YAML not well-formed. (line ",
  ],
  [
    "text that is no JSON",
    '{ "Resources": { }',
    "Template format error: JSON not well-formed. (line 1, column",
  ],
  ["something else than an object", "just text", "Template format error: unsupported structure."],
  ["no resources", "Description: x", "Template format error: At least one Resources member must be defined."],
  ["an unknown section", `${resources}Foo: 1`, "Invalid template property or properties [Foo]"],
  [
    "an unknown version",
    `AWSTemplateFormatVersion: 2011-01-01\n${resources}`,
    "Template format error: Unsupported template version",
  ],
  [
    "a transform",
    `Transform: AWS::Serverless-2016-10-31\n${resources}`,
    "No transform named AWS::Serverless-2016-10-31 found.",
  ],
  [
    "a resource without a type",
    "Resources:\n  A: {}",
    "[/Resources/A] Every Resources object must contain a Type member.",
  ],
  [
    "an unknown attribute of a resource",
    `${resources}    Foo: 1`,
    "Invalid template resource property 'Foo'",
  ],
  [
    "a logical id with a hyphen",
    "Resources:\n  a-b: { Type: x }",
    "Template format error: Resource name {a-b} is non alphanumeric.",
  ],
  [
    "a parameter without a type",
    `Parameters: { A: {} }\n${resources}`,
    "Template format error: Every Parameters object must contain a Type member.",
  ],
  ["an output without a value", `${resources}Outputs: { A: {} }`, "Output A is malformed."],
])("refuses %s", (_, text, message) => {
  expect(() => parseTemplate(text)).toThrow(message);
});

test.each([
  [
    "an unknown resource type",
    "Resources: { A: { Type: AWS::Foo::Bar } }",
    "Template format error: Unrecognized resource types: [AWS::Foo::Bar]",
  ],
  [
    "a reference to nothing",
    `${resources}    Properties: { LogGroupName: !Ref Nothing }`,
    "Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template",
  ],
  [
    "a reference to nothing in an output",
    `${resources}Outputs: { A: { Value: !Sub "\${Nothing}" } }`,
    "Template format error: Unresolved resource dependencies [Nothing] in the Outputs block of the template",
  ],
  [
    "a dependency on nothing",
    `${resources}    DependsOn: Nothing`,
    "Unresolved resource dependencies [Nothing]",
  ],
  [
    "an attribute of nothing",
    `${resources}Outputs: { A: { Value: !GetAtt B.Arn } }`,
    "Template error: instance of Fn::GetAtt references undefined resource B",
  ],
  [
    "an attribute that the type does not have",
    `${resources}Outputs: { A: { Value: !GetAtt Logs.Foo } }`,
    "Template error: resource Logs does not support attribute type Foo in Fn::GetAtt",
  ],
  [
    "a condition on a resource",
    `Conditions: { C: !Equals [!Ref Logs, x] }\n${resources}`,
    "Template format error: Unresolved dependencies [Logs]. Cannot reference resources in the Conditions block of the template",
  ],
  [
    "a condition that is not there",
    `${resources}    Condition: C`,
    "Template format error: Unresolved condition dependency C in the Resources block of the template",
  ],
  [
    "an export's name that depends on a resource",
    `${resources}Outputs: { A: { Value: x, Export: { Name: !Ref Logs } } }`,
    "Output A is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.",
  ],
  [
    "a circle",
    "Resources:\n  A: { Type: AWS::Logs::LogGroup, DependsOn: B }\n  B: { Type: AWS::Logs::LogGroup, Properties: { X: !Ref A } }",
    "Circular dependency between resources: [A, B]",
  ],
])("refuses %s", (_, text, message) => {
  expect(() => check(text)).toThrow(message);
});
