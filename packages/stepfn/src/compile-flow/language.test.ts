/** Each flow means the same compiled and called: same output or error, same tasks in the same order. And takes so many states. */
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { exampleFlows, moduleOf } from "./testing/example-flows.ts";
import { changingFlows } from "./testing/changing-flows.ts";
import { type Answer, callNatively, compileValid, interpret, toSortedText } from "./testing/run-both.ts";

function answer(name: string, input: Json, count: number): Answer {
  const n = typeof input === "object" && input !== null && !Array.isArray(input) ? Number(input["n"]) : 0;
  if (name === "twice") return { output: n * 2 };
  if (name === "name") return { output: { name: `n${n}`, tags: ["a", `${count}`] } };
  const errors = ["OutOfStock", "SoldOut", "Refused", "Other"];
  const error = errors[Math.abs(n) % 5];
  return error === undefined ? { output: n } : { error, cause: `failed with ${n}` };
}

describe("a flow", () => {
  it.each([...exampleFlows, ...changingFlows])("$title", async ({ body, inputs, states }) => {
    const source = moduleOf(body);
    const compiled = compileValid(source);
    for (const input of inputs) {
      const native = await callNatively(source, input, answer);
      const interpreted = interpret(compiled, input, answer);
      expect(
        toSortedText({ ...interpreted }),
        JSON.stringify({ input, definition: compiled.definition }, null, 1),
      ).toBe(toSortedText({ ...native }));
    }
    expect(Object.keys(compiled.sourceMap)).toHaveLength(states);
  });

  it("gives the same definition each time", () => {
    for (const { body } of exampleFlows) {
      expect(JSON.stringify(compileValid(moduleOf(body)).definition)).toBe(
        JSON.stringify(compileValid(moduleOf(body)).definition),
      );
    }
  });
});
