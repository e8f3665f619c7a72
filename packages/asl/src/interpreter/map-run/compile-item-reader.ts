import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import { isObject, type JsonObject } from "../../json/object.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileJsonataTemplate } from "../../query/jsonata-template.ts";
import { compilePayloadTemplate } from "../../query/payload-template.ts";
import { compileNumber } from "../number-field.ts";

/** Where a distributed Map's items come from. */
export interface ItemReader {
  readonly resource: string;
  /** ReaderConfig as it stands. */
  readonly config: JsonObject;
  readArguments(evaluation: Evaluation, input: Json): JsonObject;
  readMaxItems(evaluation: Evaluation): number | undefined;
}

export function compileItemReader(definition: JsonObject, language: QueryLanguage): ItemReader {
  const { Resource, Parameters, Arguments, ReaderConfig } = definition;
  const config = isObject(ReaderConfig) ? ReaderConfig : {};
  const { MaxItems, MaxItemsPath } = config;
  const limits = {
    ...(typeof MaxItems === "number" || typeof MaxItems === "string" ? { MaxItems } : undefined),
    ...(typeof MaxItemsPath === "string" ? { MaxItemsPath } : undefined),
  };
  const fill =
    language === "JSONata"
      ? compileJsonataTemplate(Arguments ?? {}, "ItemReader/Arguments")
      : compilePayloadTemplate(Parameters ?? {});
  return {
    resource: String(Resource),
    config,
    readMaxItems: compileNumber("MaxItems", limits, language, { least: 0, most: 100_000_000 }),
    readArguments(evaluation, input) {
      const args = fill(evaluation, input);
      return isObject(args) ? args : {};
    },
  };
}
