import { expect, it } from "vitest";
import { type Code, code } from "../expression/code.ts";
import { type Fact, knownTruth } from "./known-truth.ts";

const x: Code = [{ variable: "x" }];
const e: Code = [{ variable: "e" }];
const facts = new Map<string, Fact>([
  ["x", { value: 3 }],
  ["e", { errorName: "Red" }],
]);

it.each<[Code, boolean | undefined]>([
  [code`(${x} = 3)`, true],
  [code`(${x} != 3)`, false],
  [code`(${x} < 3)`, false],
  [code`(${x} >= 3 ? true : false)`, true],
  [code`(${e}.name in ["Blue", "Red"])`, true],
  [code`((${e}.name = "Blue") ? false : true)`, true],
  [code`((${e}.name = "Blue") and ${[{ variable: "y" }]})`, false],
  [code`((${e}.name = "Red") and ${[{ variable: "y" }]})`, undefined],
  [code`((${e}.name = "Red") or ${[{ variable: "y" }]})`, true],
  [code`(${e}.message = "Red")`, undefined],
  [code`(${x} = "3")`, false],
  [code`($count([${x}]) = 3)`, undefined],
  [code`($v1 := ${x}; $v1 = 3)`, undefined],
])("%j is %s", (condition, truth) => {
  expect(knownTruth(condition, facts)).toBe(truth);
});
