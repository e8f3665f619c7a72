import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type {
  CreateStateMachineInput,
  CreateStateMachineOutput,
  DescribeExecutionInput,
  DescribeExecutionOutput,
  StartExecutionInput,
  StartExecutionOutput,
} from "@aws-sdk/client-sfn";
import { type Engine, startEngine } from "@acme-engine/local";

import { percent, perSecond } from "./figures.ts";
import { measureRates } from "./measure-rates.ts";
import type { Row } from "./row.ts";
import { bareMap, bareTenSteps, mapDefinition, mapInput, tenPassDefinition, tenPassInput } from "./works.ts";

const clients = 100;

/** StartExecution's operation, answered when the execution is in a store on disk; no SDK and no wire. */
export async function measureDurable(): Promise<Row[]> {
  return [
    await onDisk("10 Pass, durable, 100 clients at a time", {
      definition: tenPassDefinition,
      input: tenPassInput,
      together: clients,
      bare: () => bareTenSteps(tenPassInput),
      aim: "≥ 30,000/s",
    }),
    await onDisk("10 Pass, durable, one after another", {
      definition: tenPassDefinition,
      input: tenPassInput,
      together: 1,
      bare: () => bareTenSteps(tenPassInput),
      aim: "≥ 15,000/s",
    }),
    await onDisk("Map of 1,000 items with a Pass, durable", {
      definition: mapDefinition,
      input: mapInput,
      together: 1,
      bare: () => bareMap(mapInput),
      aim: "≥ 200/s",
    }),
  ];
}

async function onDisk(
  what: string,
  work: {
    definition: string;
    input: string;
    together: number;
    bare: () => Promise<unknown>;
    aim: string;
  },
): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "acme-bench-durable-"));
  const engine = await startEngine({ runtime: "process", storePath: join(folder, "engine.db") });
  try {
    const start = await createMachine(engine, work.definition);
    const { executionArn = "" } = await start(work.input);
    const { status } = await engine.call<DescribeExecutionInput, DescribeExecutionOutput>(
      "states",
      "DescribeExecution",
      { executionArn },
    );
    if (status !== "SUCCEEDED") throw new Error(`${what}: the execution is ${status}`);

    const rates = await measureRates(
      {
        bare: work.bare,
        engine: async () => {
          await Promise.all(Array.from({ length: work.together }, () => start(work.input)));
          return work.together;
        },
      },
      { rounds: 5, seconds: 0.7 },
    );
    const { perSecond: rate } = rates.engine;
    return { what, value: perSecond(rate), aim: work.aim, share: percent(rates.engine.ratioToFirst) };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}

async function createMachine(engine: Engine, definition: string) {
  const { stateMachineArn } = await engine.call<CreateStateMachineInput, CreateStateMachineOutput>(
    "states",
    "CreateStateMachine",
    { name: "bench", roleArn: "arn:aws:iam::000000000000:role/bench", definition },
  );
  return (input: string) =>
    engine.call<StartExecutionInput, StartExecutionOutput>("states", "StartExecution", {
      stateMachineArn,
      input,
    });
}
