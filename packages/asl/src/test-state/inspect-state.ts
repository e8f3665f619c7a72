import type { MapState } from "../definition/map-state.ts";
import type { StateDefinition } from "../definition/state-machine.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { compileItemSelector, compileItems } from "../interpreter/map-items.ts";
import { batchItems } from "../interpreter/map-run/batch-items.ts";
import { compileBatcher } from "../interpreter/map-run/compile-batcher.ts";
import { readItems } from "../interpreter/map-run/read-items.ts";
import { compileNumber } from "../interpreter/number-field.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import type { Payload } from "../json/payload.ts";
import { compileJsonataTemplate } from "../query/jsonata-template.ts";
import type { Evaluation } from "../query/evaluation.ts";
import { compileResultPath, compileWholePath } from "../query/path-flow.ts";
import { compilePayloadTemplate } from "../query/payload-template.ts";

/** What happened to the data on its way through a state, each as JSON text. Source: API reference, InspectionData. */
export interface Inspection {
  input?: string;
  afterArguments?: string;
  afterInputPath?: string;
  afterParameters?: string;
  result?: string;
  afterResultSelector?: string;
  afterResultPath?: string;
  variables?: string;
  afterItemsPath?: string;
  afterItemSelector?: string;
  afterItemBatcher?: string;
  afterItemsPointer?: string;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
  maxConcurrency?: number;
}

interface Inspected {
  state: StateDefinition;
  language: QueryLanguage;
  input: Payload;
  evaluation: Evaluation;
  /** What a Map's ItemReader reads. */
  readerData?: string | undefined;
}

/** What the state made of its input, as far as it came. */
export function inspectInput(inspected: Inspected): Inspection {
  const found: Inspection = { input: inspected.input.text };
  try {
    if (inspected.state.Type === "Map") inspectMap(inspected.state, inspected, found);
    else if (inspected.language === "JSONata") inspectArguments(inspected, found);
    else inspectInputPaths(inspected, found);
  } catch {
    // The state failed at this point; what comes before it is known.
  }
  return found;
}

function inspectArguments({ state, evaluation }: Inspected, found: Inspection): void {
  if (state.Type !== "Task") return;
  const fill =
    state.Arguments === undefined ? undefined : compileJsonataTemplate(state.Arguments, "Arguments");
  if (fill !== undefined) found.afterArguments = JSON.stringify(fill(evaluation));
}

/** Recorded on AWS: a Pass with a Result, and a Parallel, show nothing of it (test_base_inspection_level_debug). */
function inspectInputPaths({ state, input, evaluation }: Inspected, found: Inspection): void {
  if (state.Type === "Parallel" || (state.Type === "Pass" && state.Result !== undefined)) return;
  const inputPath = "InputPath" in state ? state.InputPath : undefined;
  const taken = compileWholePath(inputPath)(evaluation, evaluation.input);
  const textOf = (value: Json) => (value === input.value ? input.text : JSON.stringify(value));
  found.afterInputPath = textOf(taken);
  if (state.Type !== "Task" && state.Type !== "Pass") return;
  const { Parameters } = state;
  found.afterParameters = textOf(
    Parameters === undefined ? taken : compilePayloadTemplate(Parameters)(evaluation, taken),
  );
}

/** Recorded on AWS: test_map_state_failure_count. */
function inspectMap(
  state: MapState,
  { language, evaluation, readerData }: Inspected,
  found: Inspection,
): void {
  const range = { least: 0, most: Infinity };
  const count = compileNumber("ToleratedFailureCount", state, language, range)(evaluation);
  const percentage = compileNumber("ToleratedFailurePercentage", state, language, {
    least: 0,
    most: 100,
    fractions: true,
  })(evaluation);
  if (count !== undefined) found.toleratedFailureCount = count;
  if (percentage !== undefined) found.toleratedFailurePercentage = percentage;
  found.maxConcurrency = compileNumber("MaxConcurrency", state, language, range)(evaluation) ?? 0;
  if (state.ItemReader !== undefined && readerData === undefined) return;
  const input =
    language === "JSONPath"
      ? compileWholePath(state.InputPath)(evaluation, evaluation.input)
      : evaluation.input;
  const items =
    state.ItemReader === undefined || readerData === undefined
      ? compileItems(state, language)(evaluation, input)
      : readMockedItems(state.ItemReader, readerData, found);
  if (language === "JSONPath" && state.ItemsPath !== undefined) found.afterItemsPath = JSON.stringify(items);
  const selector = state.ItemSelector ?? state.Parameters;
  const select = compileItemSelector(selector, language);
  const selected = items.map((item, index) => select(evaluation, input, item, index));
  if (selector !== undefined) found.afterItemSelector = JSON.stringify(selected);
  if (state.ItemBatcher === undefined) return;
  const batches = batchItems(selected, compileBatcher(state.ItemBatcher, language)(evaluation, input));
  found.afterItemBatcher = JSON.stringify(batches);
}

function readMockedItems({ Resource, ReaderConfig }: JsonObject, data: string, found: Inspection): Json[] {
  const config = isObject(ReaderConfig) ? ReaderConfig : {};
  const { items } = readItems(String(Resource), config, { Body: data });
  if (config["ItemsPointer"] !== undefined) found.afterItemsPointer = JSON.stringify(items);
  return items;
}

/** What became of the result that the state's work had. */
export function inspectResult({ state, language, evaluation }: Inspected, result: Payload): Inspection {
  const shown: Inspection = state.Type === "Task" ? { result: result.text } : {};
  if (language === "JSONata") return shown;
  if (state.Type !== "Task" && state.Type !== "Pass" && state.Type !== "Map" && state.Type !== "Parallel")
    return shown;
  if (state.Type === "Pass" && state.Result !== undefined) shown.result = result.text;
  const textOf = (value: Json) => (value === result.value ? result.text : JSON.stringify(value));
  try {
    const selector = "ResultSelector" in state ? state.ResultSelector : undefined;
    const selected =
      selector === undefined ? result.value : compilePayloadTemplate(selector)(evaluation, result.value);
    shown.afterResultSelector = textOf(selected);
    shown.afterResultPath = textOf(compileResultPath(state.ResultPath)(evaluation.input, selected));
  } catch {
    // As far as it came.
  }
  return shown;
}
