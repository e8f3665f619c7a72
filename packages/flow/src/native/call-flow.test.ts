import { expect, test } from "vitest";

import {
  callback,
  container,
  distributedMap,
  flow,
  FlowError,
  ItemsFailed,
  map,
  retry,
  sleep,
  sleepUntil,
  task,
  TaskFailed,
  TaskTimedOut,
} from "../index.ts";
import { runFlow } from "../testing.ts";

class OutOfStock extends Error {}

const double = task({ name: "double" }, async (n: number) => n * 2);

/** Fails that many times, then gives the number of its attempt. */
const failing = (times: number, error: Error, options = {}) => {
  let attempts = 0;
  return task({ name: "flaky", ...options }, async () => {
    if (++attempts <= times) throw error;
    return attempts;
  });
};

test("a flow is called as any function, without anything around it", async () => {
  const sum = flow({ name: "sum" }, async ({ a, b = 1 }: { a: number; b?: number }) => (await double(a)) + b);
  expect(await sum({ a: 2 })).toBe(5);
  expect(sum.name).toBe("sum");
  await expect(double(4)).resolves.toBe(8);
});

test("tasks get copies: what they do to their input stays with them", async () => {
  const spoil = task({ name: "spoil" }, async (input: { xs: number[] }) => {
    input.xs.push(9);
    return input;
  });
  const result = await runFlow(
    flow({ name: "f" }, async () => {
      const mine = { xs: [1] };
      const theirs = await spoil(mine);
      theirs.xs.push(10);
      return { mine, again: await spoil(mine) };
    }),
    undefined,
  );
  expect(result).toMatchObject({ output: { mine: { xs: [1] }, again: { xs: [1, 9] } } });
  expect(result.calls.map(({ input }) => input)).toEqual([{ xs: [1] }, { xs: [1] }]);
});

test("a flow that is started with nothing gets an empty object, and one without a result gives null", async () => {
  const seen: unknown[] = [];
  const run = await runFlow(
    flow({ name: "f" }, async (parameters: object) => void seen.push(parameters)),
    {},
  );
  expect(run).toMatchObject({ status: "SUCCEEDED", output: null });
  expect(seen).toEqual([{}]);
});

test("a task's error is caught by its class and known by its name", async () => {
  const buy = failing(9, new OutOfStock("no lamps"));
  const run = await runFlow(
    flow({ name: "f" }, async () => {
      try {
        return await buy();
      } catch (error) {
        if (error instanceof OutOfStock) return [error.name, error.message];
        throw error;
      }
    }),
    undefined,
  );
  expect(run).toMatchObject({ output: ["OutOfStock", "no lamps"] });
});

test("what a flow throws is the run's error", async () => {
  class Late extends FlowError {}
  const late = flow({ name: "f" }, async () => {
    throw new Late("too late");
  });
  expect(await runFlow(late, undefined)).toMatchObject({
    status: "FAILED",
    error: "Late",
    cause: "too late",
  });
  await expect(late()).rejects.toBeInstanceOf(Late);
});

test("input and result that are not JSON fail with the path; a bad input is no reason to try again", async () => {
  const date = task({ name: "date", retries: 2 }, async (): Promise<unknown> => ({ at: [new Date(0)] }));
  const bad = await runFlow(
    flow({ name: "f" }, () => date()),
    undefined,
  );
  expect(bad).toMatchObject({
    error: "NotJsonError",
    cause: expect.stringContaining('the result of task "date" is not JSON: result.at[0] is a Date'),
  });
  expect(bad.calls).toHaveLength(3);
  const input = await runFlow(
    flow({ name: "f" }, () => double(Number.NaN)),
    undefined,
  );
  expect(input).toMatchObject({ error: "NotJsonError", calls: [], elapsedSeconds: 0 });
});

test("retries wait as long as they say, on a clock that takes no time", async () => {
  const flaky = failing(2, new Error("busy"), { retries: 3, retryDelaySeconds: 3600 });
  const run = await runFlow(
    flow({ name: "f" }, () => flaky()),
    undefined,
  );
  expect(run).toMatchObject({ output: 3, elapsedSeconds: 7200 });
  expect(run.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test("rules by class come first, each with its own count, delay and backoff", async () => {
  const errors = [new OutOfStock("1"), new Error("2"), new OutOfStock("3"), new OutOfStock("4")];
  const moody = task(
    {
      name: "moody",
      retry: [{ on: [OutOfStock], retries: 3, delaySeconds: 10, backoffRate: 2, maxDelaySeconds: 35 }],
      retries: 1,
      retryDelaySeconds: 1,
    },
    async () => {
      const error = errors.shift();
      if (error) throw error;
      return "done";
    },
  );
  const run = await runFlow(
    flow({ name: "f" }, () => moody()),
    undefined,
  );
  expect(run).toMatchObject({ output: "done", elapsedSeconds: 10 + 1 + 20 + 35 });
});

test("jitter takes a random part of the delay", async () => {
  const flaky = failing(1, new Error("x"), { retry: [{ retries: 1, delaySeconds: 100, jitter: true }] });
  const run = await runFlow(
    flow({ name: "f" }, () => flaky()),
    undefined,
    { random: () => 0.25 },
  );
  expect(run.elapsedSeconds).toBe(25);
});

test("a part of a flow is tried again as a whole", async () => {
  const flaky = failing(1, new OutOfStock("x"));
  const both = flow({ name: "f" }, () =>
    retry({ on: ["OutOfStock"], retries: 1 }, async () => [await double(1), await flaky()]),
  );
  const run = await runFlow(both, undefined);
  expect(run).toMatchObject({ output: [2, 2], elapsedSeconds: 10 });
  expect(run.calls.map(({ task }) => task)).toEqual(["double", "flaky", "double", "flaky"]);
});

test("a task that takes too long is told to stop and fails with TaskTimedOut, which may be tried again", async () => {
  const stopped: unknown[] = [];
  const slow = task({ name: "slow", timeoutSeconds: 60, retries: 1 }, async (_: number, { signal }) => {
    signal.addEventListener("abort", () => stopped.push(signal.reason));
    await sleep({ minutes: 5 });
  });
  const run = await runFlow(
    flow({ name: "f" }, () => slow(1)),
    undefined,
  );
  expect(run).toMatchObject({ error: "States.Timeout", cause: 'task "slow" took longer than 60 s' });
  expect(run.elapsedSeconds).toBe(60 + 10 + 60);
  expect(stopped).toEqual([expect.any(TaskTimedOut), expect.any(TaskTimedOut)]);
});

test("the clock stands still while a task is at work", async () => {
  const working = task({ name: "working", timeoutSeconds: 1 }, async () => {
    const { readFile } = await import("node:fs/promises");
    return (await readFile(new URL(import.meta.url), "utf8")).length > 0;
  });
  expect(
    await runFlow(
      flow({ name: "f" }, () => working()),
      undefined,
    ),
  ).toMatchObject({ output: true });
});

test("sleeps take the time that they say", async () => {
  const nap = flow({ name: "nap" }, async () => {
    await sleep(30);
    await sleep({ minutes: 5, hours: 1 });
    await sleepUntil("2025-01-02T00:00:00+01:00");
    await sleepUntil("2020-01-01T00:00:00Z");
  });
  expect((await runFlow(nap, undefined)).elapsedSeconds).toBe(23 * 3600);
});

test("a sleep is whole seconds, and never less than none", async () => {
  const nap = flow({ name: "nap" }, async () => {
    await sleep(0.5);
    await sleep({ minutes: -1 });
  });
  expect((await runFlow(nap, undefined)).elapsedSeconds).toBe(1);
});

test.each([
  ["no number", () => sleep(Number.NaN)],
  ["more than three years", () => sleep({ days: 2000 })],
  ["a moment without an offset", () => sleepUntil("2026-01-31T06:00:00")],
  ["no moment at all", () => sleepUntil("2026-13-41T06:00:00Z")],
])("a sleep of %s is refused", async (_, nap) => {
  expect(await runFlow(flow({ name: "f" }, nap), undefined)).toMatchObject({ error: "RangeError" });
});

test("a map works on as many items at a time as it may, and keeps their order", async () => {
  let running = 0;
  let most = 0;
  const work = task({ name: "work" }, async (n: number) => {
    most = Math.max(most, ++running);
    await sleep(10 - n);
    running--;
    return n * 10;
  });
  const all = flow({ name: "f" }, () => map([1, 2, 3, 4], (n) => work(n), { concurrency: 2 }));
  const run = await runFlow(all, undefined);
  expect(run).toMatchObject({ output: [10, 20, 30, 40] });
  expect(most).toBe(2);
  expect(run.calls.map(({ scope }) => scope)).toEqual([[0], [1], [2], [3]]);
});

test("a map begins no further item after a failure", async () => {
  const run = await runFlow(
    flow({ name: "f" }, () =>
      map(
        [1, 2, 3],
        async (n) => {
          if ((await double(n)) === 4) throw new OutOfStock("at 2");
        },
        { concurrency: 1 },
      ),
    ),
    undefined,
  );
  expect(run).toMatchObject({ error: "OutOfStock", cause: "at 2" });
  expect(run.calls.map(({ input }) => input)).toEqual([1, 2]);
});

test("maps within maps know where they are", async () => {
  const nested = flow({ name: "f" }, () => map([1, 2], (a) => map([3], (b, index) => double(a + b + index))));
  const run = await runFlow(nested, undefined);
  expect(run).toMatchObject({ output: [[8], [10]] });
  expect(run.calls.map(({ scope }) => scope)).toEqual([
    [0, 0],
    [1, 0],
  ]);
});

test("a distributed map works on batches, and its failure has one name", async () => {
  const sums = flow({ name: "f" }, () =>
    distributedMap([1, 2, 3], async (batch) => batch.reduce((a, b) => a + b, 0), { itemsPerBatch: 2 }),
  );
  expect(await runFlow(sums, undefined)).toMatchObject({ output: [3, 3] });
  const failed = flow({ name: "f" }, async () => {
    try {
      await distributedMap([1], () => failing(9, new OutOfStock("x"))());
    } catch (error) {
      return error instanceof ItemsFailed;
    }
    return undefined;
  });
  expect(await runFlow(failed, undefined)).toMatchObject({ output: true });
});

test("Promise.all and Promise.allSettled do as always", async () => {
  const bad = failing(9, new OutOfStock("x"));
  const both = flow({ name: "f" }, async () => {
    const sum = await Promise.all([double(1), double(2)]);
    const settled = await Promise.allSettled([double(3), bad()]);
    return [sum, settled.map((each) => (each.status === "fulfilled" ? each.value : String(each.reason)))];
  });
  expect(await runFlow(both, undefined)).toMatchObject({
    output: [
      [2, 4],
      [6, "OutOfStock: x"],
    ],
  });
});

test("a flow calls another flow as a function, with copies and errors by class", async () => {
  const inner = flow({ name: "inner" }, async ({ n }: { n: number }) => {
    if (n > 1) throw new OutOfStock(`${n}`);
    return { n: await double(n) };
  });
  const outer = flow({ name: "outer" }, async ({ n }: { n: number }) => {
    try {
      return await inner({ n });
    } catch (error) {
      return error instanceof OutOfStock ? error.message : "?";
    }
  });
  expect(await runFlow(outer, { n: 1 })).toMatchObject({ output: { n: 2 } });
  expect(await runFlow(outer, { n: 2 })).toMatchObject({ output: "2" });
});

test("a callback hands out a token and gives the answer", async () => {
  const asked: string[] = [];
  const ask = task({ name: "ask" }, async ({ token }: { token: string }) => void asked.push(token));
  const approve = flow({ name: "f" }, () => callback<{ ok: boolean }>((token) => ask({ token })));
  const run = await runFlow(approve, undefined, { onCallback: (token) => ({ ok: asked.includes(token) }) });
  expect(run).toMatchObject({ output: { ok: true } });
  expect(await runFlow(approve, undefined)).toMatchObject({
    status: "FAILED",
    cause: expect.stringContaining("answer in onCallback"),
  });
});

test("a callback that nobody answers in time is over", async () => {
  const ask = task({ name: "ask" }, async (token: string) => token);
  const approve = flow({ name: "f" }, () => callback((token) => ask(token), { timeoutSeconds: 3600 }));
  const run = await runFlow(approve, undefined, { onCallback: () => sleep({ days: 2 }) });
  expect(run).toMatchObject({ error: "States.Timeout", elapsedSeconds: 3600 });
});

test("who answers a callback has to be heard of in time, where that is asked for", async () => {
  const ask = task({ name: "ask" }, async (token: string) => token);
  const approve = flow({ name: "f" }, () =>
    callback((token) => ask(token), { heartbeatSeconds: 60, timeoutSeconds: 3600 }),
  );
  const silent = await runFlow(approve, undefined, { onCallback: () => sleep({ days: 2 }) });
  expect(silent).toMatchObject({
    error: "States.Timeout",
    cause: "a callback gave no heartbeat for 60 s",
    elapsedSeconds: 60,
  });
  const alive = await runFlow(approve, undefined, {
    async onCallback(_, heartbeat) {
      for (let beats = 0; beats < 5; beats++) {
        await sleep(50);
        heartbeat();
      }
      return "yes";
    },
  });
  expect(alive).toMatchObject({ output: "yes", elapsedSeconds: 250 });
  const never = flow({ name: "f" }, () => callback((token) => ask(token), { heartbeatSeconds: 0.5 }));
  expect(await runFlow(never, undefined)).toMatchObject({
    cause: "heartbeatSeconds of a callback is 0.5; expected a whole number of at least 1",
  });
});

test("a container is answered for in tests, and fails with its exit code", async () => {
  const convert = container<{ file: string }>({ name: "convert", image: "ffmpeg:7", command: ["convert"] });
  const media = flow({ name: "f" }, async () => {
    try {
      return await convert({ file: "a.mp4" });
    } catch (error) {
      return error instanceof TaskFailed ? error.message : "?";
    }
  });
  const run = (exitCode: number) =>
    runFlow(media, undefined, { onTask: () => ({ taskArn: "arn:aws:ecs:::task/a", exitCode }) });
  expect(await run(0)).toMatchObject({ output: { exitCode: 0 }, calls: [{ input: { file: "a.mp4" } }] });
  expect(await run(3)).toMatchObject({ output: 'container "convert" ended with exit code 3' });
  expect(await runFlow(media, undefined)).toMatchObject({
    output: expect.stringContaining("does not run in this process"),
  });
});

test("something else stands in for tasks", async () => {
  const run = await runFlow(
    flow({ name: "f" }, async () => [await double(1), await double(2)]),
    undefined,
    {
      onTask: async ({ input }, own) => (input === 1 ? 100 : own()),
    },
  );
  expect(run).toMatchObject({ output: [100, 4] });
});

test("parameters are checked and completed before the flow begins", async () => {
  const seen: unknown[] = [];
  const etl = flow(
    {
      name: "etl",
      parameters: { type: "object", properties: { day: { type: "string", default: "today" } } },
    },
    async (parameters: { day?: string }) => void seen.push(parameters),
  );
  await etl();
  expect(seen).toEqual([{ day: "today" }]);
  const wrong = await runFlow(etl, { day: 1 as unknown as string });
  expect(wrong).toMatchObject({
    error: "InvalidParameters",
    cause: 'the parameters of flow "etl" do not fit: parameters.day is 1; expected a string',
  });
});

test("a flow knows its run", async () => {
  const who = flow({ name: "f" }, async (_: object, { execution }) => execution);
  expect(await runFlow(who, {}, { executionId: "nightly-7" })).toMatchObject({
    output: { id: "nightly-7", name: "nightly-7", startTime: "2025-01-01T00:00:00.000Z" },
  });
});

test.each([
  ["a name with spaces", () => task({ name: "a b" }, () => 1), "ACME_NAME"],
  ["no name", () => flow({ name: "" }, async () => 1), "ACME_NAME"],
  ["half a retry", () => task({ name: "t", retries: 0.5 }, () => 1), "ACME_RETRY"],
  ["no delay", () => task({ name: "t", retries: 1, retryDelaySeconds: 0 }, () => 1), "ACME_RETRY"],
  [
    "a rule for all before another",
    () => task({ name: "t", retry: [{ retries: 1 }], retries: 1 }, () => 1),
    "ACME_RETRY",
  ],
  ["a rule for nothing", () => task({ name: "t", retry: [{ on: [], retries: 1 }] }, () => 1), "ACME_RETRY"],
  ["half a heartbeat", () => task({ name: "t", heartbeatSeconds: 0.5 }, () => 1), "ACME_TASK_OPTIONS"],
  [
    "a heartbeat that is no sooner than the timeout",
    () => task({ name: "t", heartbeatSeconds: 60, timeoutSeconds: 60 }, () => 1),
    "ACME_TASK_OPTIONS",
  ],
  ["a timeout of nothing", () => task({ name: "t", timeoutSeconds: 0 }, () => 1), "ACME_TASK_OPTIONS"],
])("%s is refused where it is written", (_, make, code) => {
  expect(make).toThrow(expect.objectContaining({ code }));
});
