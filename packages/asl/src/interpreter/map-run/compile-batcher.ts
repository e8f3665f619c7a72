import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import type { JsonObject } from "../../json/object.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileJsonataTemplate } from "../../query/jsonata-template.ts";
import { compilePayloadTemplate } from "../../query/payload-template.ts";
import { compileNumber } from "../number-field.ts";
import type { BatchLimits } from "./batch-items.ts";

/** Bytes of a batch's items at most. Source: Developer Guide, ItemBatcher. */
const maxBatchBytes = 262_144;

export function compileBatcher(
  definition: JsonObject,
  language: QueryLanguage,
): (evaluation: Evaluation, input: Json) => BatchLimits {
  const { BatchInput } = definition;
  const range = { least: 1, most: Infinity };
  const readItems = compileNumber(
    "MaxItemsPerBatch",
    numbersOf(definition, "MaxItemsPerBatch"),
    language,
    range,
  );
  const readBytes = compileNumber(
    "MaxInputBytesPerBatch",
    numbersOf(definition, "MaxInputBytesPerBatch"),
    language,
    range,
  );
  const fill =
    BatchInput === undefined
      ? undefined
      : language === "JSONata"
        ? compileJsonataTemplate(BatchInput, "ItemBatcher/BatchInput")
        : compilePayloadTemplate(BatchInput);
  return (evaluation, input) => ({
    maxItems: readItems(evaluation) ?? Infinity,
    maxBytes: Math.min(readBytes(evaluation) ?? maxBatchBytes, maxBatchBytes),
    batchInput: fill?.(evaluation, input),
  });
}

function numbersOf<Field extends string>(
  definition: JsonObject,
  field: Field,
): { [Key in Field | `${Field}Path`]?: number | string } {
  const found: { [key: string]: number | string } = {};
  for (const key of [field, `${field}Path`]) {
    const value = definition[key];
    if (typeof value === "number" || typeof value === "string") found[key] = value;
  }
  // Its keys are these two and no others.
  return found as { [Key in Field | `${Field}Path`]?: number | string };
}
