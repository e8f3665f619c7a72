import { flow, FlowError, type RetryRule, task, toRetriers } from "acme-engine";
import { runFlow } from "acme-engine/testing";
import { expect, test } from "vitest";

import { VirtualHost } from "../packages/asl/src/testing/virtual-host.ts";

// One policy, two machines: what a native call retries, and when, is what the interpreter does with the same rules as a state's Retry.

class Busy extends FlowError {}
class Broken extends FlowError {}
const errors = { Busy, Broken };
type Name = keyof typeof errors;

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function createCase(seed: number): { rules: RetryRule[]; failures: Name[] } {
  const random = createRandom(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const rule = (on: RetryRule["on"]): RetryRule => {
    const delaySeconds = 1 + upTo(20);
    return {
      ...(on === undefined ? {} : { on }),
      retries: upTo(3),
      ...(random() < 0.8 ? { delaySeconds } : {}),
      ...(random() < 0.5 ? { backoffRate: 1 + upTo(20) / 10 } : {}),
      ...(random() < 0.3 ? { maxDelaySeconds: 22 + upTo(30) } : {}),
      ...(random() < 0.3 ? { jitter: true } : {}),
    };
  };
  const rules = [
    ...(random() < 0.6 ? [rule([Busy])] : []),
    ...(random() < 0.4 ? [rule(["Broken", "Other"])] : []),
    ...(random() < 0.3 ? [rule(["States.TaskFailed"])] : []),
    ...(random() < 0.4 ? [rule(undefined)] : []),
  ];
  const failures = Array.from({ length: upTo(6) }, (): Name => (random() < 0.5 ? "Busy" : "Broken"));
  return { rules, failures };
}

async function native({ rules, failures }: ReturnType<typeof createCase>) {
  const left = [...failures];
  const work = task({ name: "work", retry: rules }, async () => {
    const name = left.shift();
    if (name) throw new errors[name](name);
    return "done";
  });
  const run = await runFlow(
    flow({ name: "only" }, () => work()),
    undefined,
    { random: () => 0.5 },
  );
  const outcome = run.status === "SUCCEEDED" ? run.output : run.error;
  return { outcome, attempts: run.calls.length, seconds: run.elapsedSeconds };
}

function interpreted({ rules, failures }: ReturnType<typeof createCase>) {
  const left = [...failures];
  const retry = toRetriers(rules);
  const host = new VirtualHost(
    {
      StartAt: "work",
      States: {
        work: {
          Type: "Task",
          Resource: "arn:aws:lambda:us-east-1:111111111111:function:work",
          ...(retry.length > 0 ? { Retry: retry } : {}),
          End: true,
        },
      },
    },
    {
      random: () => 0.5,
      answer: () => {
        const error = left.shift();
        return error ? { error, cause: error } : { output: "done" };
      },
    },
  );
  const startedAt = host.now;
  host.run();
  const { execution } = host;
  const outcome = execution.status === "SUCCEEDED" ? "done" : execution.error;
  return { outcome, attempts: host.tasks.length, seconds: (host.now - startedAt) / 1000 };
}

test("a native call retries as the interpreter does, for 500 random policies", async () => {
  let retried = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const given = createCase(seed);
    const seen = await native(given);
    expect(seen, `seed ${seed}: ${JSON.stringify(given)}`).toEqual(interpreted(given));
    if (seen.attempts > 1) retried++;
  }
  expect(retried).toBeGreaterThan(100);
});
