/** Each flow means the same compiled and called: same output or error, same tasks in the same order. And takes so many states. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { exampleFlows, exampleInputs, moduleOf } from "./testing/example-flows.ts";
import { changingFlows } from "./testing/changing-flows.ts";
import { computingFlows } from "./testing/computing-flows.ts";
import { type Answer, callNatively, compileValid, interpret, toSortedText } from "./testing/run-both.ts";
import { startTypes, type TestTypes } from "./testing/start-types.ts";

function answer(name: string, input: Json, count: number): Answer {
  const n = typeof input === "object" && input !== null && !Array.isArray(input) ? Number(input["n"]) : 0;
  if (name === "twice") return { output: n * 2 };
  if (name === "name") return { output: { name: `n${n}`, tags: ["a", `${count}`] } };
  const errors = ["OutOfStock", "SoldOut", "Refused", "Other"];
  const error = errors[Math.abs(n) % 5];
  return error === undefined ? { output: n } : { error, cause: `failed with ${n}` };
}

let types: TestTypes;
beforeAll(async () => {
  types = await startTypes();
});
afterAll(() => types.close());

describe.each([
  ["a flow", () => undefined],
  ["a flow, with the types of TypeScript,", (source: string) => types.of(source)],
])("%s", (_title, typesOf) => {
  it.each([...exampleFlows, ...changingFlows, ...computingFlows])(
    "$title",
    async ({ body, inputs, states }) => {
      const source = moduleOf(body);
      const compiled = compileValid(source, undefined, typesOf(source));
      for (const input of inputs) {
        const native = await callNatively(source, input, answer);
        const interpreted = interpret(compiled, input, answer);
        expect(
          toSortedText({ ...interpreted }),
          JSON.stringify({ input, definition: compiled.definition }, null, 1),
        ).toBe(toSortedText({ ...native }));
      }
      expect(Object.keys(compiled.sourceMap)).toHaveLength(states);
    },
  );

  it.each([
    "let r = 1; if (flag) { JSON.parse(text); r = 2; } return r;",
    "let r: unknown = JSON.parse(text); r = n; return r;",
    "let r: unknown = JSON.parse(text); r = flag ? r : n; return r;",
    "let r = 0; for (const x of list) { if (x > n) continue; const y: unknown = JSON.parse(text); r = x; } return r;",
  ])("fails where an expression fails, read or not: %s", async (body) => {
    const source = moduleOf(body);
    const input = exampleInputs[1];
    if (input === undefined) throw new Error("there is no input");
    expect((await callNatively(source, input, answer)).error).toBe("SyntaxError");
    expect(interpret(compileValid(source), input, answer).error).toBe("States.QueryEvaluationError");
  });

  it.each([
    "let r = 1; try { r = (JSON.parse(text) as { a: number }).a; } catch { r = -1; } return r;",
    "let log = 'a'; try { log += 'b'; const k: unknown = JSON.parse(text); log += `${k === 1}`; } catch { log += '!'; } return log;",
    "try { return JSON.parse(text) as Json; } catch { return await twice({ n }); } finally { await twice({ n: 1 }); }",
    "try { const a = await twice({ n }); if ((JSON.parse(text) as number) > a) return 'more'; return 'less'; } catch { return 'failed'; }",
    "let i = 0; try { while ((JSON.parse(text) as number) > i) { i++; await twice({ n: i }); } } catch { return 'failed'; } return i;",
    "let i = 0; try { do { i++; await twice({ n: i }); } while ((JSON.parse(text) as number) > i); } catch { return i; } return 'done';",
    "try { for (const x of list) { if (x > 2) continue; JSON.parse(text); } } catch { return 'failed'; } return 'done';",
    "try { if (flag) throw new Refused(`${(JSON.parse(text) as number) + 1}`); } catch (e) { return e instanceof Refused ? e.message : 'failed'; } return 'none';",
  ])("catches what fails in an expression: %s", async (body) => {
    const source = moduleOf(body);
    const compiled = compileValid(source);
    for (const text of [body.includes(".a;") ? '{"a":5}' : "3", "{"]) {
      const input = { ...(exampleInputs[1] as object), text };
      const [native, interpreted] = [
        await callNatively(source, input, answer),
        interpret(compiled, input, answer),
      ];
      expect(toSortedText({ ...interpreted }), JSON.stringify(compiled.definition, null, 1)).toBe(
        toSortedText({ ...native }),
      );
    }
  });

  it("gives the same definition each time", () => {
    for (const { body } of exampleFlows) {
      expect(JSON.stringify(compileValid(moduleOf(body)).definition)).toBe(
        JSON.stringify(compileValid(moduleOf(body)).definition),
      );
    }
  });
});
