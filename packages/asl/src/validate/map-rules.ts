import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import type { checkFlow, MachineFacts } from "./flow-rules.ts";
import { expressionOr, jsonataTemplate } from "./jsonata-rules.ts";
import type { Report } from "./report.ts";
import type { FieldRules } from "./state-fields.ts";
import {
  array,
  integer,
  object,
  oneOf,
  payloadTemplate,
  referencePath,
  string,
  type ValueRule,
} from "./value-rules.ts";

/** A Map's parts beyond the fields that every state has. */
export function checkMap(
  state: JsonObject,
  language: QueryLanguage,
  location: string,
  machine: MachineFacts,
  report: Report,
  checkInner: typeof checkFlow,
): void {
  const field = state["ItemProcessor"] === undefined ? "Iterator" : "ItemProcessor";
  const processor = state[field];
  if (isObject(processor)) {
    checkInner(processor, `${location}/${field}`, machine, report, "processor");
    checkProcessorConfig(
      processor["ProcessorConfig"],
      `${location}/${field}/ProcessorConfig`,
      machine,
      report,
    );
  }
  checkItems(state["Items"], `${location}/Items`, report);
  checkLabel(state["Label"], location, machine, report);
  for (const [name, fields] of Object.entries(partFields)) {
    checkPart(state[name], fields, language, `${location}/${name}`, report);
  }
}

function checkProcessorConfig(
  config: Json | undefined,
  location: string,
  machine: MachineFacts,
  report: Report,
): void {
  if (config === undefined) return;
  if (!isObject(config)) return report.schema("Expected value of type Object", location);
  for (const [field, value] of Object.entries(config)) {
    if (field === "Mode") oneOf("INLINE", "DISTRIBUTED")(value, `${location}/Mode`, report);
    else if (field === "ExecutionType")
      oneOf("STANDARD", "EXPRESS")(value, `${location}/ExecutionType`, report);
    else report.schema(`Field '${field}' is not supported`, location);
  }
  if (config["Mode"] === "DISTRIBUTED" && machine.type === "EXPRESS") {
    report.schema("Express state machine does not support Map states with DISTRIBUTED mode", location);
  }
}

/** Items that are no expression have to be a list; an object only where a distributed Map reads it. */
function checkItems(items: Json | undefined, location: string, report: Report): void {
  if (items === undefined || Array.isArray(items) || isObject(items)) return;
  expressionOr(array)(items, location, report);
}

function checkLabel(label: Json | undefined, location: string, machine: MachineFacts, report: Report): void {
  if (typeof label !== "string") return;
  if (label.length > 40) report.schema("Maximum length is 40", `${location}/Label`);
  if (machine.labels.has(label)) {
    report.add("DUPLICATE_LABEL_NAME", `Duplicate Label name: ${label}`, `${location}/Label`);
  }
  machine.labels.add(label);
}

const both = (rule: ValueRule): FieldRules => ({ JSONPath: rule, JSONata: rule });
const computable = (rule: ValueRule): FieldRules => ({ JSONPath: rule, JSONata: expressionOr(rule) });

const call: { readonly [field: string]: FieldRules } = {
  Resource: both(string),
  Parameters: { JSONPath: payloadTemplate },
  Arguments: { JSONata: jsonataTemplate },
};

/** Source: Developer Guide, Map state in Distributed mode: ItemReader, ItemBatcher, ResultWriter. */
const partFields: { readonly [part: string]: { readonly [field: string]: FieldRules } } = {
  ItemReader: { ...call, ReaderConfig: both(object) },
  ItemBatcher: {
    MaxItemsPerBatch: computable(integer(1)),
    MaxItemsPerBatchPath: { JSONPath: referencePath },
    MaxInputBytesPerBatch: computable(integer(1)),
    MaxInputBytesPerBatchPath: { JSONPath: referencePath },
    BatchInput: { JSONPath: payloadTemplate, JSONata: jsonataTemplate },
  },
  ResultWriter: { ...call, WriterConfig: both(object) },
};

const readerFields: { readonly [field: string]: FieldRules } = {
  InputType: both(oneOf("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
  Transformation: both(oneOf("NONE", "LOAD_AND_FLATTEN")),
  ManifestType: both(oneOf("ATHENA_DATA", "S3_INVENTORY")),
  CSVDelimiter: both(oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
  CSVHeaderLocation: both(oneOf("FIRST_ROW", "GIVEN")),
  CSVHeaders: both(array),
  ItemsPointer: both(string),
  ExpectedBucketOwner: both(string),
  MaxItems: computable(integer(0, 100_000_000)),
  MaxItemsPath: { JSONPath: referencePath },
};

/** Pairs of which only one may stand. */
const alternatives = [
  ["MaxItems", "MaxItemsPath"],
  ["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
  ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
];

function checkPart(
  part: Json | undefined,
  fields: { readonly [field: string]: FieldRules },
  language: QueryLanguage,
  location: string,
  report: Report,
): void {
  if (!isObject(part)) return;
  const other = language === "JSONata" ? "JSONPath" : "JSONata";
  for (const [field, value] of Object.entries(part)) {
    const rules = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const rule = rules?.[language];
    if (rule !== undefined) rule(value, `${location}/${field}`, report);
    else if (rules?.[other] === undefined) report.schema(`Field '${field}' is not supported`, location);
    else {
      report.schema(
        `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
        location,
      );
    }
  }
  for (const pair of alternatives) {
    if (pair.every((field) => part[field] !== undefined)) {
      report.schema(`There should only be one of the following fields: [${pair.join(", ")}]`, location);
    }
  }
  const { ReaderConfig } = part;
  if (ReaderConfig !== undefined && fields["ReaderConfig"] !== undefined) {
    checkPart(ReaderConfig, readerFields, language, `${location}/ReaderConfig`, report);
  }
}
