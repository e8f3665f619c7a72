import jsonata from "jsonata";
import { expect } from "vitest";
import { compileExpression } from "../../../../asl/src/jsonata/compile-expression.ts";
import type { Json } from "../../json.ts";
import { compileValid, toSortedText } from "./run-both.ts";

/** Expressions of two parameters, with values for both. */
export interface Grid {
  /** Types of the parameters a and b. */
  types: readonly [string, string];
  values: readonly [readonly Json[], readonly Json[]];
  expressions: readonly string[];
}

const environment = { now: () => 0, random: () => 0.5, createId: () => "" };

/**
 * Expects that JavaScript, our JSONata engine and `jsonata@2.0.6` give the same for each pair of values; where JavaScript throws, or gives a number that
 * JSON does not have, the others fail. Gives how many evaluations agreed.
 */
export async function compareExpression(expression: string, { types, values }: Grid): Promise<number> {
  const source = `import { flow } from "acme-engine";\nexport const grid = flow({ name: "grid" }, async ({ a, b }: { a: ${types[0]}; b: ${types[1]} }) => {\nreturn (${expression});\n});`;
  const output = outputOf(compileValid(source).definition);
  const text =
    typeof output === "string" && output.startsWith("{%") ? output.slice(2, -2) : JSON.stringify(output);
  const call = new Function("a", "b", `return (${expression});`) as (a: Json, b: Json) => unknown;
  const own = compileExpression(text);
  const reference = jsonata(text);
  let count = 0;
  for (const a of values[0]) {
    for (const b of values[1]) {
      const states = { context: { Execution: { Input: { a, b } } } };
      const wanted = await outcome(() => onlyJson(call(structuredClone(a), structuredClone(b))));
      const given = JSON.stringify({ a, b });
      expect(
        await outcome(() => own.evaluate(undefined, { states }, environment)),
        `${text} with ${given}`,
      ).toBe(wanted);
      expect(
        await outcome(() => reference.evaluate(undefined, { states })),
        `jsonata: ${text} with ${given}`,
      ).toBe(wanted);
      count += 2;
    }
  }
  return count;
}

function outputOf(definition: { [key: string]: Json }): Json {
  const states = Object.values(definition["States"] ?? {}) as { Output: Json }[];
  expect(states).toHaveLength(1);
  return states[0]?.Output ?? null;
}

/** Numbers that are none fail the state. */
function onlyJson(result: unknown): unknown {
  if (typeof result === "number" && !Number.isFinite(result)) throw new Error("not a number of JSON");
  return result;
}

/** JSON with sorted keys: undefined is null, and -0 is 0. */
async function outcome(run: () => unknown): Promise<string> {
  try {
    const value: unknown = await run();
    return toSortedText((value === undefined ? null : JSON.parse(JSON.stringify(value))) as Json);
  } catch {
    return "an error";
  }
}
