import type { Json, JsonObject } from "../../json.ts";
import type { Distribution, MapNode } from "../graph/graph.ts";
import { fillTemplate, type TemplateObject } from "../graph/template.ts";
import { toField } from "./to-field.ts";

const itemValue = "{% $states.context.Map.Item.Value %}";
const itemIndex = "{% $states.context.Map.Item.Index %}";

/** A Map state without its ways out; `machine` is what it runs for each item. */
export function mapFields(node: MapNode, machine: JsonObject): JsonObject {
  const { distribution } = node;
  const concurrency = node.concurrency === undefined ? {} : { MaxConcurrency: toField(node.concurrency) };
  if (distribution === undefined) {
    return {
      Type: "Map",
      Items: toField(node.items),
      ...(node.withIndex || node.captured !== undefined
        ? {
            ItemSelector: {
              item: itemValue,
              ...(node.withIndex ? { index: itemIndex } : {}),
              ...Object.fromEntries([...(node.captured ?? [])].map(([name, code]) => [name, toField(code)])),
            },
          }
        : {}),
      ...concurrency,
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...machine },
    };
  }
  const { executionType, label, reader, writer, settings } = distribution;
  return {
    Type: "Map",
    ...(label === undefined ? {} : { Label: label }),
    ...(reader === undefined ? { Items: toField(node.items) } : { ItemReader: fill(reader) }),
    ...inputFields(node, distribution),
    ...concurrency,
    ...fillAll(settings),
    ...(writer === undefined ? {} : { ResultWriter: fill(writer) }),
    ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: executionType }, ...machine },
  };
}

/** What a child execution gets: `{ item, index, … }` with what it reads of the flow around; a batch in Step Functions' own shape. */
function inputFields({ withIndex }: MapNode, { isBatched, captured, settings }: Distribution): JsonObject {
  const around = fillAll(captured);
  if (isBatched) {
    const input = Object.keys(captured).length === 0 ? {} : { BatchInput: around };
    return { ItemBatcher: { MaxItemsPerBatch: fill(settings["MaxItemsPerBatch"] ?? 1), ...input } };
  }
  return { ItemSelector: { item: itemValue, ...(withIndex ? { index: itemIndex } : {}), ...around } };
}

function fillAll(template: TemplateObject): JsonObject {
  const { MaxItemsPerBatch: _, ...others } = template;
  return Object.fromEntries(Object.entries(others).map(([key, part]): [string, Json] => [key, fill(part)]));
}

function fill(part: Parameters<typeof fillTemplate>[0]): Json {
  return fillTemplate(part, toField);
}
