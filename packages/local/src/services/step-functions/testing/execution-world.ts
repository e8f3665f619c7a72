import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect } from "vitest";

import { createVirtualClock, type VirtualClock } from "../../../testing/virtual-clock.ts";
import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService, type StepFunctionsOptions } from "../service.ts";
import { createScriptedEcs, type ScriptedEcs } from "../executions/scripted-ecs.ts";

export const roleArn = "arn:aws:iam::000000000000:role/machine";

/** The first and the second task that the scripted ECS starts. */
export const firstTask = "arn:aws:ecs:us-east-1:000000000000:task/batch/1";
export const secondTask = "arn:aws:ecs:us-east-1:000000000000:task/batch/2";

/** A definition that runs one task of ECS; `suffix` is the pattern, `more` goes into its state. */
export const runTask = (suffix: string, more: object = {}) => ({
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: `arn:aws:states:::ecs:runTask${suffix}`,
      Parameters: { Cluster: "batch", TaskDefinition: "etl:1" },
      End: true,
      ...more,
    },
  },
});

/** Step Functions with a scripted ECS and a virtual clock on a store that outlives an engine, anew for each test of the file. `options`: what the engine is started with, asked at each start. */
export function useExecutionWorld(options: () => StepFunctionsOptions = () => ({})) {
  let folder: string;
  let clock: VirtualClock;
  let ecs: ScriptedEcs;
  let engine: ServiceWorld;
  let sfn: SFNClient;
  const bugs: unknown[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "acme-executions-"));
    clock = createVirtualClock();
    ecs = createScriptedEcs();
    open();
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
    expect(clock.pending).toBe(0);
    expect(bugs.splice(0)).toEqual([]);
  });

  function open(): void {
    engine = createServiceWorld(
      (context) => [
        ecs.service(context),
        createStepFunctionsService(context, {
          random: () => 0.5,
          onBug: (error) => void bugs.push(error),
          ...options(),
        }),
      ],
      { storePath: join(folder, "engine.db"), clock },
    );
    sfn = new SFNClient({ ...engine.client, disableHostPrefix: true });
  }

  async function close(): Promise<void> {
    sfn.destroy();
    bugs.push(...engine.bugs.splice(0));
    await engine.close();
  }

  async function reopen(): Promise<void> {
    open();
    await engine.resume();
  }

  async function create(definition: object, options: { name?: string; type?: "STANDARD" | "EXPRESS" } = {}) {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "machine",
        roleArn,
        definition: JSON.stringify(definition),
        ...options,
      }),
    );
    return stateMachineArn;
  }

  /** Creates the state machine, starts one execution, and gives its ARN. */
  async function start(definition: object, input = "{}") {
    const stateMachineArn = await create(definition);
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: "run", input }),
    );
    return executionArn;
  }

  const describeExecution = (executionArn: string | undefined) =>
    sfn.send(new DescribeExecutionCommand({ executionArn }));

  /** Checks the ids on the way. */
  async function history(executionArn: string | undefined): Promise<HistoryEvent[]> {
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    return events;
  }

  const types = async (executionArn: string | undefined) =>
    (await history(executionArn)).map(({ type }) => type);

  /** Waits for a status that comes without time passing. */
  async function untilStatus(
    executionArn: string | undefined,
    status: string,
  ): Promise<DescribeExecutionOutput> {
    await expect.poll(async () => (await describeExecution(executionArn)).status).toBe(status);
    return describeExecution(executionArn);
  }

  const untilType = (executionArn: string | undefined, type: string) =>
    expect.poll(() => types(executionArn)).toContain(type);

  return {
    get clock() {
      return clock;
    },
    get ecs() {
      return ecs;
    },
    get sfn() {
      return sfn;
    },
    get store() {
      return engine.context.store;
    },
    /** Takes out what failed and nobody waited for. */
    takeBugs: () => [...bugs.splice(0), ...engine.bugs.splice(0)],
    close,
    reopen,
    async restart() {
      await close();
      await reopen();
    },
    create,
    start,
    describeExecution,
    history,
    types,
    untilStatus,
    untilType,
    countTasks: () => engine.context.store.prepare("SELECT count(*) AS n FROM sfn_tasks").get()?.["n"],
  };
}
