/** Each flow, three ways: called; its state machine in the interpreter; its state machine on the engine. They end the same and call the same tasks in the same order. */
import { join } from "node:path";

import type { CompiledFlow } from "@acme-engine/stepfn/compile-flow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { toPage } from "../../scripts/docs/flows.ts";
import { countWith } from "../../scripts/flows/count-states.ts";
import { callNatively, type NativeOutcome } from "./testing/call-natively.ts";
import { type ExampleCompiler, startExampleCompiler } from "./testing/compile-example.ts";
import type { FlowCase } from "./testing/flow-case.ts";
import { type FlowEngine, startFlowEngine } from "./testing/flow-engine.ts";
import { toGolden } from "./testing/golden.ts";
import { interpret } from "./testing/interpret.ts";
import { compareCalls, type Outcome, toText } from "./testing/outcome.ts";
import { type ExampleFlow, loadTopics, type Topic } from "./testing/topics.ts";

const topics = await loadTopics();
let compiler: ExampleCompiler;
let engine: FlowEngine;
beforeAll(async () => {
  compiler = await startExampleCompiler();
  engine = await startFlowEngine();
});
afterAll(async () => {
  compiler.close();
  await engine.close();
});

describe.each(topics)("$name", (topic) => {
  for (const example of topic.flows) {
    it(`${example.name} does what its cases say when it is called`, async () => {
      expect(example.cases, "cases.ts has no case for it").not.toHaveLength(0);
      for (const each of example.cases) expectEnd(await callNatively(example, each), each);
    });

    if (example.pending === undefined) {
      it(`${example.name} does the same compiled`, () => runCompiled(topic, example));
    } else {
      it(`${example.name} does not do the same compiled yet: ${example.pending}`, async ({ annotate }) => {
        const reason = await runCompiled(topic, example).then(
          () => "it does now: take it off the list of cases.ts",
          (error: unknown) => (error instanceof Error ? error.message.split("\n")[0] : String(error)),
        );
        await annotate(`${reason}`);
        console.warn(`${topic.name}/${example.name} (${example.pending}): ${reason}`);
      });
    }
  }
});

it("has an equivalent of each of the 106 flows of ts2asl", () => {
  const small = topics.filter(({ name }) => name.startsWith("small/")).flatMap(({ flows }) => flows);
  expect(small).toHaveLength(106);
});

it("docs/flows.md says how many states they take", async () => {
  const page = toPage(await countWith(compiler));
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/flows.md"));
});

async function runCompiled(topic: Topic, example: ExampleFlow): Promise<void> {
  const compiled = compiler.compile(topic, example.flow.options.name);
  const definitionOf = (flow: string) => compiler.compile(topic, flow);
  for (const each of example.cases) {
    const native = await callNatively(example, each);
    const { input = {}, files } = each;
    const interpreted = interpret(compiled, input, { replay: native.answers.replay(), definitionOf, files });
    expectSame(interpreted, native, each, compiled, "in the interpreter");
    const onEngine = await engine.run(compiled, input, {
      replay: native.answers.replay(),
      definitionOf,
      files,
    });
    expectSame(onEngine, native, each, compiled, "on the engine");
  }
  await expect(toGolden(compiled)).toMatchFileSnapshot(join(topic.folder, "golden", `${example.name}.json`));
}

/** As its case says. */
function expectEnd({ output = null, error, cause }: Outcome, expected: FlowCase): void {
  if (expected.error !== undefined) {
    const { name, message } =
      typeof expected.error === "string" ? { name: expected.error, message: cause } : expected.error;
    expect({ error, cause }, titleOf(expected)).toEqual({ error: name, cause: message });
    return;
  }
  expect({ error, cause }, titleOf(expected)).toEqual({ error: undefined, cause: undefined });
  if (typeof expected.output === "function")
    expect(expected.output(output), `${titleOf(expected)} gives ${JSON.stringify(output)}`).toBe(true);
  else expect(output, titleOf(expected)).toEqual(expected.output ?? null);
}

function expectSame(
  compiled: Outcome,
  native: NativeOutcome,
  expected: FlowCase,
  { definition }: CompiledFlow,
  where: string,
): void {
  const told = `${titleOf(expected)} ${where}: ${JSON.stringify(definition, null, 1)}`;
  if (typeof expected.output === "function") {
    expectEnd(compiled, expected);
  } else expect(toText(compiled), told).toBe(toText(native));
  expect(compareCalls(native.calls, compiled.calls), told).toEqual([]);
}

function titleOf({ title, input = {} }: FlowCase): string {
  return title ?? JSON.stringify(input);
}
