/** What can be awaited besides tasks: called and compiled, the same output or error, and the same tasks in order. */
import { expect, it } from "vitest";
import type { Json } from "../../../json.ts";
import { type Answer, callNatively, compileValid, interpret, toSortedText } from "../../testing/run-both.ts";

const header = `import { asl, aws, callback, container, distributedMap, flow, FlowError, map, retry, sleep, sleepUntil, task } from "acme-engine";
class OutOfStock extends FlowError {}
class SoldOut extends OutOfStock {}
class Refused extends FlowError {}
class Conflict extends FlowError { static readonly errorName = "DynamoDb.ConditionalCheckFailedException"; }
const give = task({ name: "give" }, async ({ n }: { n: number }): Promise<number> => n);
const tough = task({ name: "tough", retry: [{ on: [OutOfStock], retries: 2, delaySeconds: 1 }], retries: 1 }, async ({ n }: { n: number }): Promise<number> => n);
const ask = task({ name: "ask" }, async ({ token, n }: { token: string; n: number }) => {});
const convert = container<{ n: number }>({ name: "convert", image: "convert:1" });
const plus = async (a: number, b = 1) => { const c = await give({ n: a }); if (c > 3) return c; return c + b; };
async function guarded(n: number) { try { return await give({ n }); } catch (e) { return -1; } finally { await give({ n: 2 }); } }
const inner = flow({ name: "inner" }, async ({ n }: { n: number }): Promise<{ got: number }> => {
  if (n > 6) throw new Refused("too many");
  return { got: await give({ n }) };
});
`;

/** `give` of 5 and -5 fails with a SoldOut, of 4 with an OutOfStock for the first two times, of 0 with an Unknown. */
function answer(name: string, input: Json, count: number): Answer {
  const { n } = (input ?? { n: 1 }) as { n: number };
  if (name.endsWith("getItem")) return { output: { Item: { a: 5 } } };
  if (name.endsWith("submitJob.sync")) return { output: { JobId: "1" } };
  if (name.endsWith("putItem"))
    return count % 2 === 0
      ? { output: {} }
      : { error: "DynamoDb.ConditionalCheckFailedException", cause: "there already" };
  if (name === "convert")
    return n === 5
      ? { error: "States.TaskFailed", cause: "exit 3" }
      : { output: { taskArn: `arn:${n}`, exitCode: 0 } };
  if (name === "callback")
    return count % 2 === 0 ? { output: { approved: true, by: "ann" } } : { error: "Refused", cause: "no" };
  if (name === "ask") return n === 5 ? { error: "OutOfStock", cause: "nobody" } : { output: null };
  if (Math.abs(n) === 5) return { error: "SoldOut", cause: `sold out of ${n}` };
  if (n === 4 && count < 2) return { error: "OutOfStock", cause: "for now" };
  return n === 0 ? { error: "Unknown", cause: "what" } : { output: n };
}

const rows: readonly (readonly [title: string, body: string])[] = [
  ["a container gives its exit code", "return await convert({ n });"],
  [
    "a container that fails is caught",
    "try { const { exitCode } = await convert({ n }); return exitCode + 1; } catch (e) { return 'failed'; }",
  ],
  ["a task's rules for errors by class hold for their subclasses", "return await tough({ n });"],
  ["sleepUntil waits", "await sleepUntil('2025-02-01T00:00:00Z'); return await give({ n });"],
  [
    "a callback waits for its answer",
    "const r = await callback<{ approved: boolean; by: string }>((token) => ask({ token, n })); return r.by;",
  ],
  [
    "an answer that is a failure is caught",
    "let by = ''; for (const x of [n, n]) { try { const r = await callback<{ by: string }>((token) => ask({ token, n: x }), { timeoutSeconds: 60 }); by = r.by; } catch (e) { by = `${e.name} ${e.message}`; } } return by;",
  ],
  [
    "a part of a flow is tried again as a whole",
    "return await retry({ retries: 3, delaySeconds: 1 }, async () => { const a = await give({ n: 1 }); return a + (await give({ n })); });",
  ],
  [
    "a single task is tried again itself",
    "return await retry([{ on: [OutOfStock], retries: 3, delaySeconds: 1 }], () => give({ n }));",
  ],
  [
    "the last error of a retry is caught",
    "let r = 0; try { r = await retry({ on: [Refused], retries: 1 }, async () => await give({ n })); } catch (e) { r = e instanceof OutOfStock ? 7 : 8; } return r;",
  ],
  ["a flow in a flow", "const { got } = await inner({ n }); return got;"],
  [
    "an error of a flow in a flow arrives by its class",
    "try { return await inner({ n }); } catch (e) { if (e instanceof Refused) return e.message; if (e instanceof OutOfStock) return `${e.name}: ${e.message}`; throw e; }",
  ],
  [
    "an error of a flow in a flow in a branch arrives too",
    "try { return await Promise.all([inner({ n }), give({ n: 1 })]); } catch (e) { return e.name; }",
  ],
  [
    "all branches are settled",
    "const [a, b] = await Promise.allSettled([give({ n }), (async () => { const x = await give({ n: 1 }); return x + 1; })()]); return [a.status, b.status, a.status === 'rejected' ? a.reason.message : a.value, b.value];",
  ],
  [
    "all items are settled",
    "const all = await Promise.allSettled([n, 5, 2].map(async (x) => ({ y: await give({ n: x }) }))); return all.map((one) => one.status === 'fulfilled' ? one.value.y : one.reason.name);",
  ],
  ["an async helper stands where it is called", "const a = await plus(n); return a * 2;"],
  [
    "an async helper with a default and awaited arguments",
    "return { a: await plus(await give({ n: 2 }), n), b: await plus(1) };",
  ],
  ["an async helper with try and finally", "const g = await guarded(n); return g + 1;"],
  [
    "an async helper in the flow reads what is around it",
    "const base = n + 1; const add = async (x: number) => base + (await give({ n: x })); return (await add(1)) + (await add(2));",
  ],
  ["async helpers in parallel", "return await Promise.all([plus(1), plus(n)]);"],
  ["an async helper for each item", "return await map([1, 2], plus);"],
  [
    "a service of AWS is called",
    "const { Item } = (await aws.dynamodb.getItem({ TableName: 't', Key: { id: { N: `${n}` } } }, { timeoutSeconds: 5 })) as { Item: { a: number } }; return Item.a;",
  ],
  [
    "an error of AWS is caught by its name",
    "try { await aws.dynamodb.putItem({ N: n }); return 'put'; } catch (e) { if (e.name === 'DynamoDb.ConditionalCheckFailedException') return 'there'; throw e; }",
  ],
  [
    "a job of AWS is waited for",
    "return await aws.batch.submitJob.sync({ JobName: `j${n}`, JobQueue: 'q' });",
  ],
  [
    "an error of AWS is caught by a class that says its name",
    "try { await aws.dynamodb.putItem({ N: n }); return 'put'; } catch (e) { if (e instanceof Conflict) return e.name; throw e; }",
  ],
  [
    "an async helper assigns what is around it, and its parameters",
    "let x = n; const add = async (by: number) => { by = by + 1; x += await give({ n: by }); return by; }; const a = await add(1); let b = 0; b = await add(x); await add(2); return [x, a, b];",
  ],
  [
    "a state that is written by hand",
    "const x = n + 1; const r = await asl<number>('by hand', { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:111122223333:function:give', Arguments: { n: x, list: [x, 'a'] }, Output: { got: '{% $states.result + 1 %}', x } }, async (state) => ({ got: (await give(state.Arguments)) + 1, x })); return r;",
  ],
  [
    "what is not there is left out of a written state",
    "const maybe: { note?: string } = n > 4 ? { note: 'x' } : {}; return await asl('by hand', { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:111122223333:function:give', Arguments: { n, extra: { note: maybe.note } } }, (state) => give(state.Arguments));",
  ],
  [
    "written states that differ are two",
    "if (n > 4) await asl('one', { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:111122223333:function:give', Arguments: { n: 1 } }, () => give({ n: 1 })); else await asl('two', { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:111122223333:function:give', Arguments: { n: 2 } }, () => give({ n: 2 })); return n;",
  ],
  [
    "a Pass that is written by hand",
    "const r = await asl<{ a: number }>('pass', { Type: 'Pass', Output: { a: n } }, () => ({ a: n })); return r.a + 1;",
  ],
  [
    "a distributed map gives its children what they read",
    "const base = n + 1; return await distributedMap([1, 2, 3], async (x, i) => (await give({ n: x })) + base + i + n, { concurrency: 1, label: 'L' });",
  ],
  [
    "an error in a distributed map is the map's",
    "try { return await distributedMap([n, 1], (x) => give({ n: x }), { concurrency: 1 }); } catch (e) { return e.name; }",
  ],
  [
    "a distributed map over batches",
    "const k = n; return await distributedMap([1, 2, 3], async (batch) => { let sum = k; for (const x of batch) sum += await give({ n: x }); return sum; }, { itemsPerBatch: 2, concurrency: 1 });",
  ],
  [
    "what an async function returns is awaited",
    "return map([n, 1], async (x) => { const y = x + 1; return map([y], async (z) => plus(z)); });",
  ],
  [
    "an async helper that returns nothing",
    "const note = async (x: number) => { if (x > 3) return; await give({ n: x }); }; const r = await note(n); await note(1); return r ?? 'nothing';",
  ],
];

it.each([
  [
    "read before in the same expression",
    "let x = n; const add = async () => { x += await give({ n: 1 }); return x; }; return x + (await add());",
  ],
  [
    "compound assignment",
    "let x = n; const add = async () => { x += await give({ n: 1 }); return x; }; x += await add(); return x;",
  ],
])("a function that assigns what may have been read is refused: %s", (_title, body) => {
  const source = `${header}export const example = flow({ name: "example" }, async ({ n }: { n: number }) => {\n${body}\n});\n`;
  expect(() => compileValid(source, "example")).toThrow(/ACME1107.*may have read it before/s);
});

it("a promise that is returned inside of a try is refused", () => {
  const source = `${header}export const example = flow({ name: "example" }, async ({ n }: { n: number }) => {\n try { return give({ n }); } catch { return 0; }\n});\n`;
  expect(() => compileValid(source, "example")).toThrow(/ACME1101.*not caught/s);
});

it.each(rows)("%s", async (_title, body) => {
  const source = `${header}export const example = flow({ name: "example" }, async ({ n }: { n: number }) => {\n${body}\n});\n`;
  const compiled = compileValid(source, "example");
  const flows = [compileValid(source, "inner")];
  for (const n of [1, 4, 5, 0, 7]) {
    const native = await callNatively(source, { n }, answer);
    const interpreted = interpret(compiled, { n }, answer, flows);
    expect(
      toSortedText({ ...interpreted }),
      JSON.stringify({ n, definition: compiled.definition }, null, 1),
    ).toBe(toSortedText({ ...native }));
  }
});
