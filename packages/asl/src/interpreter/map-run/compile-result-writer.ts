import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import { isObject, type JsonObject } from "../../json/object.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileJsonataTemplate } from "../../query/jsonata-template.ts";
import { compilePayloadTemplate } from "../../query/payload-template.ts";

/** What becomes of the children's outputs. Source: Developer Guide, ResultWriter. */
export type Transformation = "NONE" | "COMPACT" | "FLATTEN";

/** Where a distributed Map's results go. */
export interface ResultWriter {
  /** Undefined: nowhere, they are only transformed. */
  readonly resource: string | undefined;
  readonly transformation: Transformation;
  readonly outputType: "JSON" | "JSONL";
  readTarget(evaluation: Evaluation, input: Json): { bucket: string; prefix: string };
}

export function compileResultWriter(definition: JsonObject, language: QueryLanguage): ResultWriter {
  const { Resource, Parameters, Arguments, WriterConfig } = definition;
  const { Transformation, OutputType } = isObject(WriterConfig) ? WriterConfig : {};
  const isExported = typeof Resource === "string";
  const fill =
    language === "JSONata"
      ? compileJsonataTemplate(Arguments ?? {}, "ResultWriter/Arguments")
      : compilePayloadTemplate(Parameters ?? {});
  return {
    resource: isExported ? Resource : undefined,
    transformation: isTransformation(Transformation) ? Transformation : isExported ? "NONE" : "COMPACT",
    outputType: OutputType === "JSONL" ? "JSONL" : "JSON",
    readTarget(evaluation, input) {
      const target = fill(evaluation, input);
      const { Bucket, Prefix } = isObject(target) ? target : {};
      return { bucket: String(Bucket ?? ""), prefix: String(Prefix ?? "") };
    },
  };
}

function isTransformation(value: Json | undefined): value is Transformation {
  return value === "NONE" || value === "COMPACT" || value === "FLATTEN";
}
