import type { MapState } from "../../definition/map-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import { Payload } from "../../json/payload.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import { joinOutputs } from "../branch-outputs.ts";
import { compileCatchers } from "../catch.ts";
import { childContext } from "../child-runs.ts";
import { dataLimitExceeded, type Failure, toErrorOutput, toEventDetails, toFailure } from "../failure.ts";
import type { StateMachine } from "../load-state-machine.ts";
import { compileItemSelector, compileItems } from "../map-items.ts";
import { batchItems } from "../map-run/batch-items.ts";
import { compileBatcher } from "../map-run/compile-batcher.ts";
import { compileItemReader } from "../map-run/compile-item-reader.ts";
import { compileResultWriter } from "../map-run/compile-result-writer.ts";
import { ItemReaderFailed, readItems } from "../map-run/read-items.ts";
import { type ChildRecord, toChildRecord } from "../map-run/child-record.ts";
import { resultFiles, resultFolder, toExportResult, transformResults } from "../map-run/result-files.ts";
import { isExceeded, type Tolerance } from "../map-run/tolerance.ts";
import { compileNumber } from "../number-field.ts";
import { maxPayloadBytes } from "../quotas.ts";
import { compileRetriers } from "../retry.ts";
import type { Run } from "../run.ts";
import { plainState, type State } from "../state.ts";
import type { TaskProgress } from "../tasks.ts";
import type { Visit } from "../visit.ts";
import { compileChildInput, toMapRunRequest } from "./hosted-map-run.ts";

/** A map run whose children are under way. */
export interface MapRunProgress {
  kind: "mapRun";
  mapRunArn: string;
  /** Each child's input. */
  inputs: Json[];
  tolerance: Tolerance;
  concurrency: number;
  /** The first child that has not been started. */
  nextIndex: number;
  /** By child, where it has ended; `{Error, Cause}` of one that failed. */
  outputs: (Payload | undefined)[];
  running: number;
  failed: number;
  /** By child; only where a ResultWriter wants them. */
  records?: (ChildRecord | null)[];
}

type Reading = NonNullable<TaskProgress["reading"]>;

/** Children that run at a time at most. Source: Developer Guide, Map state in Distributed mode. */
const maxConcurrency = 10_000;

/** Children that are started before those already started have run: many end at once, and need no room then. */
const startsAtOnce = 64;

/**
 * A Map in DISTRIBUTED mode: every item, or batch of items, is a child execution of its own. History tells of the map run
 * and of nothing inside. Known gaps: Parquet and manifests; a run that fails exports nothing; the children's histories are
 * not kept.
 */
export function compileDistributedMap(
  name: string,
  definition: MapState,
  language: QueryLanguage,
  childMachine: StateMachine,
): State {
  const { ItemSelector, Parameters, ItemReader, ItemBatcher, ResultWriter, ...fields } = definition;
  const dataFlow = compileDataFlow(fields, language);
  const readInline = compileItems(definition, language);
  const reader = ItemReader === undefined ? undefined : compileItemReader(ItemReader, language);
  const readBatching = ItemBatcher === undefined ? undefined : compileBatcher(ItemBatcher, language);
  const writer = ResultWriter === undefined ? undefined : compileResultWriter(ResultWriter, language);
  const selectItem = compileItemSelector(ItemSelector ?? Parameters, language);
  const readConcurrency = compileNumber("MaxConcurrency", definition, language, { least: 0, most: Infinity });
  const readCount = compileNumber("ToleratedFailureCount", definition, language, {
    least: 0,
    most: Infinity,
  });
  const readPercentage = compileNumber("ToleratedFailurePercentage", definition, language, {
    least: 0,
    most: 100,
    fractions: true,
  });

  const toChildInput = compileChildInput(definition, language);

  function handToHost(visit: Visit, mapRunArn: string, items: Json[]): void {
    const evaluation = visit.evaluation();
    const parts = { reader, readBatching, writer, readConcurrency, readCount, readPercentage };
    const input = dataFlow.workInput(evaluation);
    const facts = { evaluation, input, items, mapRunArn, label: labelOf(mapRunArn) };
    visit.run.mapRuns.start(visit, toMapRunRequest(name, definition, parts, facts));
  }

  function begin(visit: Visit, mapRunArn: string, items: readonly Json[]): void {
    const evaluation = visit.evaluation();
    const input = dataFlow.workInput(evaluation);
    const selected = items.map((item, index) => selectItem(evaluation, input, item, index));
    const inputs =
      readBatching === undefined ? selected : batchItems(selected, readBatching(evaluation, input));
    const limit = readConcurrency(evaluation) ?? 0;
    const progress: MapRunProgress = {
      kind: "mapRun",
      mapRunArn,
      inputs,
      tolerance: { count: readCount(evaluation), percentage: readPercentage(evaluation) },
      concurrency: limit === 0 ? maxConcurrency : Math.min(limit, maxConcurrency),
      nextIndex: 0,
      outputs: Array.from({ length: inputs.length }, () => undefined),
      running: 0,
      failed: 0,
      ...(writer === undefined ? undefined : { records: inputs.map(() => null) }),
    };
    visit.progress = progress;
    startChildren(visit, progress);
  }

  function startChildren(visit: Visit, progress: MapRunProgress): void {
    const { run } = visit;
    const label = labelOf(progress.mapRunArn);
    const until = Math.min(progress.nextIndex + startsAtOnce, progress.inputs.length);
    while (progress.running < progress.concurrency && progress.nextIndex < until) {
      const index = progress.nextIndex;
      progress.nextIndex += 1;
      progress.running += 1;
      run.children.start(visit, {
        machine: childMachine,
        index,
        input: new Payload(progress.inputs[index] ?? null),
        context: childContext(run.context, label, run.environment.createId(), run.environment.now()),
      });
    }
    if (progress.running === 0) succeed(visit, progress);
    else if (progress.running < progress.concurrency && progress.nextIndex < progress.inputs.length) {
      run.children.expectMore(visit);
    }
  }

  function succeed(visit: Visit, progress: MapRunProgress): void {
    visit.progress = undefined;
    if (writer === undefined) return finish(visit, joinOutputs(progress.outputs));
    const records = (progress.records ?? []).filter((record) => record !== null);
    if (writer.resource === undefined) {
      return finish(visit, new Payload(transformResults(records, writer.transformation)));
    }
    const evaluation = visit.evaluation();
    const { bucket, prefix } = writer.readTarget(evaluation, dataFlow.workInput(evaluation));
    const { mapRunArn } = progress;
    const folder = resultFolder(prefix, mapRunArn);
    const files = resultFiles(records, writer, { bucket, folder, mapRunArn });
    write(visit, bucket, { files, result: toExportResult(mapRunArn, bucket, folder) });
  }

  /** Puts the first of the files; the others follow one by one. */
  function write(visit: Visit, bucket: Json, { files, result }: NonNullable<TaskProgress["writing"]>): void {
    const [file, ...rest] = files;
    if (file === undefined) return finish(visit, new Payload(result));
    const facts = {
      resource: writer?.resource ?? "",
      arguments: { Bucket: bucket, Key: file.Key, Body: file.Body },
      stateName: name,
      attempt: visit.retryCount,
      purpose: "resultWriter" as const,
    };
    visit.run.tasks.startQuietly(visit, facts, { writing: { files: rest, result } });
  }

  function finish(visit: Visit, result: Payload): void {
    const { run, branch } = visit;
    const id = run.history.note(branch, "MapRunSucceeded");
    run.history.writeAt(id, "MapStateSucceeded");
    const outcome = dataFlow.withResult(visit.evaluation(), result.value);
    run.exit(visit, outcome, definition.Next, outcome.output === result.value ? result.text : undefined);
  }

  function fail(visit: Visit, failure: Failure): void {
    const { run, branch } = visit;
    run.history.write(branch, "MapRunFailed", "mapRunFailedEventDetails", toEventDetails(failure));
    run.fail(visit, failure);
  }

  function read(visit: Visit, reading: Reading, token?: string): void {
    if (reader === undefined) return;
    const evaluation = visit.evaluation();
    const args = reader.readArguments(evaluation, dataFlow.workInput(evaluation));
    const facts = {
      resource: reader.resource,
      arguments: token === undefined ? args : { ...args, ContinuationToken: token },
      stateName: name,
      attempt: visit.retryCount,
      purpose: "itemReader" as const,
    };
    visit.run.tasks.startQuietly(visit, facts, { reading });
  }

  function takeItems(visit: Visit, { mapRunArn, items }: Reading, answer: Json): void {
    if (reader === undefined) return;
    try {
      const page = readItems(reader.resource, reader.config, answer);
      const all = [...items, ...page.items];
      const most = reader.readMaxItems(visit.evaluation()) ?? Infinity;
      if (page.continuationToken !== undefined && all.length < most) {
        read(visit, { mapRunArn, items: all }, page.continuationToken);
      } else begin(visit, mapRunArn, all.slice(0, most));
    } catch (error) {
      if (!(error instanceof ItemReaderFailed)) throw error;
      fail(visit, { error: "States.ItemReaderFailed", cause: error.message });
    }
  }

  return {
    ...plainState,
    name,
    type: "Map",
    next: definition.Next,
    canAbort: true,
    countsRetries: true,
    failedEvent: "MapStateFailed",
    childMachine,
    retriers: compileRetriers(definition.Retry),
    catchers: compileCatchers(definition.Catch, language),

    start(visit) {
      const { run, branch } = visit;
      const evaluation = visit.evaluation();
      const items = reader === undefined ? readInline(evaluation, dataFlow.workInput(evaluation)) : [];
      run.history.write(branch, "MapStateStarted", "mapStateStartedEventDetails", { length: items.length });
      const mapRunArn = newMapRunArn(visit, definition.Label);
      run.history.write(branch, "MapRunStarted", "mapRunStartedEventDetails", { mapRunArn });
      if (run.environment.hostsMapRuns === true) handToHost(visit, mapRunArn, items);
      else if (reader === undefined) begin(visit, mapRunArn, items);
      else read(visit, { mapRunArn, items: [] });
    },

    taskSucceeded(visit, answer) {
      const { progress, run } = visit;
      run.tasks.finish(visit);
      if (progress?.kind !== "task") return;
      const { request, reading, writing } = progress;
      if (reading !== undefined) takeItems(visit, reading, answer.value);
      if (writing !== undefined) write(visit, Object(request.arguments)["Bucket"], writing);
    },

    taskFailed(visit, { cause }) {
      const error =
        visit.progress?.kind === "task" && visit.progress.writing !== undefined
          ? "States.ResultWriterFailed"
          : "States.ItemReaderFailed";
      visit.run.tasks.finish(visit);
      fail(visit, toFailure(error, cause));
    },

    toChildInput(visit, item) {
      const evaluation = visit.evaluation();
      return toChildInput(evaluation, dataFlow.workInput(evaluation), item);
    },

    mapRunSucceeded(visit, result) {
      visit.run.mapRuns.finish(visit);
      if (result !== undefined && !result.isLargerThan(maxPayloadBytes)) return finish(visit, result);
      visit.run.history.note(visit.branch, "MapRunSucceeded");
      throw dataLimitExceeded(name);
    },

    redriveMapRun(visit) {
      const { run, branch, mapRun } = visit;
      if (mapRun === undefined) return;
      const { mapRunArn } = mapRun;
      const redriveCount = (mapRun.redriveCount ?? 0) + 1;
      run.history.write(branch, "MapRunRedriven", "mapRunRedrivenEventDetails", { mapRunArn, redriveCount });
      run.mapRuns.start(visit, { ...mapRun, redriveCount });
    },

    mapRunFailed(visit, failure) {
      visit.run.mapRuns.finish(visit);
      fail(visit, failure);
    },

    startChildren(visit) {
      if (visit.progress?.kind === "mapRun") startChildren(visit, visit.progress);
    },

    childEnded(visit, { index, run: child }) {
      const { progress } = visit;
      if (progress?.kind !== "mapRun") return;
      progress.running -= 1;
      if (progress.records !== undefined) progress.records[index] = toRecord(child);
      if (child.status === "SUCCEEDED") progress.outputs[index] = child.result;
      else {
        progress.failed += 1;
        progress.outputs[index] = new Payload(toErrorOutput(toFailure(child.error, child.cause)));
        if (isExceeded(progress.tolerance, progress.failed, progress.inputs.length)) {
          return fail(visit, {
            error: "States.ExceedToleratedFailureThreshold",
            cause: "The specified tolerated failure threshold was exceeded",
          });
        }
      }
      startChildren(visit, progress);
    },
  };
}

/** `arn:…:mapRun:<machine>/<label>:<id>`. Without a Label AWS makes one. */
function newMapRunArn({ run }: Visit, label: string | undefined): string {
  const place = run.context.Execution.Id.split(":").slice(0, 5).join(":");
  const { environment } = run;
  const name = `${run.context.StateMachine.Name}/${label ?? environment.createId()}`;
  return `${place}:mapRun:${name}:${environment.createId()}`;
}

function labelOf(mapRunArn: string): string {
  return /\/(?<label>[^/:]+):[^:]+$/.exec(mapRunArn)?.groups?.["label"] ?? "";
}

function toRecord({ context, input, status, output, error, cause, environment }: Run): ChildRecord {
  const { Execution, StateMachine } = context;
  return toChildRecord({
    executionArn: Execution.Id,
    stateMachineArn: StateMachine.Id,
    name: Execution.Name,
    status: status === "RUNNING" ? "ABORTED" : status,
    input: input.text,
    output,
    error,
    cause,
    redriveCount: 0,
    startedAt: Date.parse(Execution.StartTime),
    stoppedAt: environment.now(),
  });
}
