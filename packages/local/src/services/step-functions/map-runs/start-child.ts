import type { ExecutionRecord } from "../executions/execution-store.ts";
import { toExecutionArn, toExpressArn } from "../arns.ts";
import type { ChildInput } from "./child-inputs.ts";
import { toChildName, toChildStateMachineArn } from "./child-names.ts";
import type { ChildOutcome, LiveMapRun } from "./live-map-run.ts";
import type { MapRunsOptions } from "./map-runs.ts";

type ChildStarterOptions = Pick<MapRunsOptions, "context" | "runner" | "findRevision"> & {
  /** Running children, by their ARN. */
  owners: Map<string, LiveMapRun>;
  onEnded: (live: LiveMapRun, executionArn: string, outcome: ChildOutcome) => void;
};

/** Starts a child as an execution of its own; settles when its first burst is in the store. */
export function createChildStarter(
  options: ChildStarterOptions,
): (live: LiveMapRun, child: ChildInput) => Promise<void> {
  const { context, runner, findRevision, owners, onEnded } = options;
  return async (live, { index, input, items }) => {
    const { arn: mapRun, stateName, redriveCount } = live.record;
    const parent = live.parent.record;
    const stateMachine = toChildStateMachineArn(mapRun);
    const isExpress = live.request.executionType === "EXPRESS";
    const name = toChildName(mapRun, index, redriveCount);
    const arn = isExpress
      ? toExpressArn(stateMachine, name, context.createId())
      : toExecutionArn(stateMachine, name);
    const record: Omit<ExecutionRecord, "id"> = {
      arn,
      stateMachine: parent.stateMachine,
      name,
      revision: parent.revision,
      version: parent.version,
      alias: parent.alias,
      testCase: parent.testCase,
      mapRun: { arn: mapRun, index, items },
      status: "RUNNING",
      input,
      output: undefined,
      error: undefined,
      cause: undefined,
      traceHeader: parent.traceHeader,
      startedAt: context.clock.now(),
      stoppedAt: undefined,
      redriveCount: 0,
      redrivenAt: undefined,
    };
    live.running.set(arn, { items, run: undefined, ended: false });
    owners.set(arn, live);
    const { definition, roleArn } = findRevision(parent.revision);
    const start = runner.start({
      record,
      durable: !isExpress,
      definition,
      roleArn,
      stateMachineName: stateMachine.split(":").at(-1) ?? "",
      childOf: { stateName, stateMachineArn: stateMachine },
    });
    const run = await start.catch((reason: unknown) => {
      // What is not in the store has not happened.
      live.running.delete(arn);
      owners.delete(arn);
      live.break(reason);
    });
    const child = live.running.get(arn);
    if (!isExpress || !child || !run) return;
    child.run = run;
    if (child.ended) onEnded(live, arn, run.record.status as ChildOutcome);
  };
}
