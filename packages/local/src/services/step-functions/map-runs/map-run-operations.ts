import {
  DescribeMapRun$,
  type DescribeMapRunInput,
  type DescribeMapRunOutput,
  ListMapRuns$,
  type ListMapRunsInput,
  type ListMapRunsOutput,
  type MapRunExecutionCounts,
  UpdateMapRun$,
  type UpdateMapRunInput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { checkRange } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { invalidArn, resourceNotFound, validation } from "../errors.ts";
import { getExecution } from "../executions/execution-operations.ts";
import { readPage } from "../paging.ts";
import { toChildStateMachineArn } from "./child-names.ts";
import type { LiveMapRun } from "./live-map-run.ts";
import type { ChildCount, MapRunRecord } from "./map-run-store.ts";

export const mapRunOperations: OperationTable<StepFunctionsDeps> = {
  DescribeMapRun: operation(
    DescribeMapRun$,
    (input: DescribeMapRunInput, deps: StepFunctionsDeps): DescribeMapRunOutput => {
      const record = getMapRun(input.mapRunArn, deps);
      const live = deps.mapRuns.find(record.arn);
      deps.executions.flush();
      const counts = live ? toCounts(live) : deps.mapRunStore.countChildren(record.arn);
      return {
        mapRunArn: record.arn,
        executionArn: record.execution,
        status: record.status,
        startDate: new Date(record.startedAt),
        ...(record.stoppedAt !== undefined && { stopDate: new Date(record.stoppedAt) }),
        maxConcurrency: record.maxConcurrency,
        toleratedFailureCount: record.toleratedCount ?? 0,
        toleratedFailurePercentage: record.toleratedPercentage ?? 0,
        itemCounts: count("items", counts, record, live?.seen.items),
        executionCounts: count("children", counts, record, live?.seen.children),
        redriveCount: record.redriveCount,
        ...(record.redrivenAt !== undefined && { redriveDate: new Date(record.redrivenAt) }),
      };
    },
  ),

  ListMapRuns: operation(
    ListMapRuns$,
    (input: ListMapRunsInput, deps: StepFunctionsDeps): ListMapRunsOutput => {
      const { arn: executionArn } = getExecution(input.executionArn, deps);
      const { items, nextToken } = readPage(
        input,
        (after, limit) =>
          deps.mapRunStore.list(
            executionArn,
            after === undefined ? Number.MAX_SAFE_INTEGER : Number(after),
            limit,
          ),
        ({ id }) => String(id),
      );
      return {
        mapRuns: items.map(({ arn, startedAt, stoppedAt }) => ({
          executionArn,
          mapRunArn: arn,
          stateMachineArn: toChildStateMachineArn(arn),
          startDate: new Date(startedAt),
          ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
        })),
        nextToken,
      };
    },
  ),

  UpdateMapRun: operation(UpdateMapRun$, (input: UpdateMapRunInput, deps: StepFunctionsDeps): object => {
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = input;
    checkRange(maxConcurrency, "maxConcurrency", { min: 0, max: 2 ** 31 - 1 });
    checkRange(toleratedFailureCount, "toleratedFailureCount", { min: 0, max: Number.MAX_SAFE_INTEGER });
    checkRange(toleratedFailurePercentage, "toleratedFailurePercentage", { min: 0, max: 100 });
    const { arn } = getMapRun(input.mapRunArn, deps);
    const live = deps.mapRuns.find(arn);
    // Source: Step Functions API Reference, UpdateMapRun: an in-progress Map Run's configuration.
    if (!live) throw validation("Only a Map Run that is in progress can be updated");
    deps.mapRuns.update(live, {
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      ...(toleratedFailureCount !== undefined && { toleratedCount: toleratedFailureCount }),
      ...(toleratedFailurePercentage !== undefined && { toleratedPercentage: toleratedFailurePercentage }),
    });
    return {};
  }),
};

/** Throws InvalidArn or ResourceNotFound. */
function getMapRun(arn: string | undefined, { mapRuns, mapRunStore }: StepFunctionsDeps): MapRunRecord {
  if (arn === undefined || !/^arn:aws[\w-]*:states:[^:]*:[^:]*:mapRun:[^:]+:[^:]+$/.test(arn)) {
    throw invalidArn(arn ?? "");
  }
  const record = mapRuns.find(arn)?.record ?? mapRunStore.find(arn);
  if (!record) throw resourceNotFound(arn);
  return record;
}

function toCounts({ tallies, running }: LiveMapRun): ChildCount[] {
  const items = [...running.values()].reduce((sum, child) => sum + child.items, 0);
  const ended = Object.entries(tallies).map(([status, tally]) => ({
    // The keys are the outcomes.
    status: status as ChildCount["status"],
    ...tally,
  }));
  return [...ended, { status: "RUNNING", children: running.size, items }];
}

/** `seen`: of the items that have been read so far, where not all have. */
function count(
  what: "items" | "children",
  counts: readonly ChildCount[],
  { status, totalItems, totalChildren }: MapRunRecord,
  seen = 0,
): MapRunExecutionCounts {
  const of = (wanted: ChildCount["status"]) => counts.find((one) => one.status === wanted)?.[what] ?? 0;
  const running = of("RUNNING");
  const ended = {
    succeeded: of("SUCCEEDED"),
    failed: of("FAILED"),
    timedOut: of("TIMED_OUT"),
    aborted: of("ABORTED"),
  };
  const over = Object.values(ended).reduce((sum, one) => sum + one, 0);
  const known = (what === "items" ? totalItems : totalChildren) ?? seen;
  const total = Math.max(known, over + running);
  return {
    ...ended,
    running,
    pending: total - over - running,
    total,
    // Recorded on AWS: test_list_map_runs_and_describe_map_run, where there was no ResultWriter.
    resultsWritten: status === "SUCCEEDED" ? over : 0,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
}
