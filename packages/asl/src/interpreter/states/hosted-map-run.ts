import type { MapState } from "../../definition/map-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import type { ItemSource, MapRunItem, MapRunRequest } from "../../map-run-request.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileItemSelector } from "../map-items.ts";
import type { compileBatcher } from "../map-run/compile-batcher.ts";
import type { ItemReader } from "../map-run/compile-item-reader.ts";
import type { ResultWriter } from "../map-run/compile-result-writer.ts";

/** A distributed Map's parts, compiled. */
export interface MapRunParts {
  reader: ItemReader | undefined;
  readBatching: ReturnType<typeof compileBatcher> | undefined;
  writer: ResultWriter | undefined;
  readConcurrency: (evaluation: Evaluation) => number | undefined;
  readCount: (evaluation: Evaluation) => number | undefined;
  readPercentage: (evaluation: Evaluation) => number | undefined;
}

/** What a host is asked that runs the children itself: every field of the state, evaluated once. */
export function toMapRunRequest(
  name: string,
  { ItemProcessor, Iterator }: MapState,
  parts: MapRunParts,
  {
    evaluation,
    input,
    items,
    mapRunArn,
    label,
  }: {
    evaluation: Evaluation;
    /** The state's effective input. */
    input: Json;
    /** Without a reader. */
    items: Json[];
    mapRunArn: string;
    label: string;
  },
): MapRunRequest {
  const count = parts.readCount(evaluation);
  const percentage = parts.readPercentage(evaluation);
  const batching = parts.readBatching?.(evaluation, input);
  return {
    mapRunArn,
    stateName: name,
    label,
    executionType: (ItemProcessor ?? Iterator)?.ProcessorConfig?.ExecutionType ?? "STANDARD",
    source: toSource(parts.reader, evaluation, input, items),
    maxConcurrency: parts.readConcurrency(evaluation) ?? 0,
    tolerance: {
      ...(count === undefined ? undefined : { count }),
      ...(percentage === undefined ? undefined : { percentage }),
    },
    ...(batching === undefined
      ? undefined
      : {
          batching: {
            ...(Number.isFinite(batching.maxItems) ? { maxItems: batching.maxItems } : undefined),
            maxBytes: batching.maxBytes,
            ...(batching.batchInput === undefined ? undefined : { batchInput: batching.batchInput }),
          },
        }),
    ...(parts.writer === undefined
      ? undefined
      : {
          resultWriter: {
            ...(parts.writer.resource === undefined
              ? undefined
              : { target: parts.writer.readTarget(evaluation, input) }),
            transformation: parts.writer.transformation,
            outputType: parts.writer.outputType,
          },
        }),
  };
}

function toSource(
  reader: ItemReader | undefined,
  evaluation: Evaluation,
  input: Json,
  items: Json[],
): ItemSource {
  if (reader === undefined) return { kind: "state", items };
  const maxItems = reader.readMaxItems(evaluation);
  return {
    kind: "reader",
    resource: reader.resource,
    arguments: reader.readArguments(evaluation, input),
    config: reader.config,
    ...(maxItems === undefined ? undefined : { maxItems }),
  };
}

/** What a child gets of an item: ItemSelector's value, or the item. */
export function compileChildInput(
  { ItemSelector, Parameters }: MapState,
  language: QueryLanguage,
): (evaluation: Evaluation, input: Json, item: MapRunItem) => Json {
  const select = compileItemSelector(ItemSelector ?? Parameters, language);
  return (evaluation, input, { value, index, source }) => select(evaluation, input, value, index, source);
}
