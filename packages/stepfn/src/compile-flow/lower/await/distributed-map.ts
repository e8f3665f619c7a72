import { type ItemSource, toItemReader } from "acme-engine";
import type { Argument, CallExpression } from "oxc-parser";
import { type Code, substitute, variablesOf } from "../../expression/code.ts";
import { Scope } from "../../expression/scope.ts";
import { refusedValue, type Value, value } from "../../expression/value.ts";
import {
  allNodesFrom,
  createNode,
  type Distribution,
  type Edge,
  type MapNode,
  mapReads,
} from "../../graph/graph.ts";
import { allEdges, readsInside } from "../../graph/reads.ts";
import { Slot, type Template, type TemplateObject } from "../../graph/template.ts";
import {
  arrayOf,
  isAll,
  itemOf,
  mayBeNullish,
  numberType,
  stringType,
  type Type,
  unionOf,
  unknownType,
} from "../../types/type.ts";
import { checkExpress } from "../check-express.ts";
import { type FlowContext, sourceOf } from "../context.ts";
import { lowerInner } from "./inner-graph.ts";
import { itemWork, lowerItem } from "./map.ts";
import { optionFields } from "./option-fields.ts";
import { appendCompound, outcomes } from "./outcomes.ts";
import { readTemplate } from "./read-template.ts";

const optionNames = [
  "concurrency",
  "label",
  "itemsPerBatch",
  "toleratedFailurePercentage",
  "toleratedFailureCount",
  "resultTo",
  "type",
] as const;
type Options = Partial<Record<(typeof optionNames)[number], Value>>;

/** A Map that starts an execution for each item or batch. Those know nothing of the flow's variables: what they read is in their input. */
export function lowerDistributedMap(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [items, callback, options] = call.arguments;
  const work = itemWork(callback, scope);
  const source = readSource(items, scope, context);
  const given = optionFields(options, optionNames, "distributedMap()", scope, context);
  if (source === undefined || given === undefined) return refusedValue;
  if (work === undefined) {
    context.diagnostics.report(
      "ACME1100",
      call,
      "distributedMap() takes items and a function that is written in place, or a task",
      { help: "write distributedMap(items, async (item) => …)" },
    );
    return refusedValue;
  }
  const isBatched = given.itemsPerBatch !== undefined;
  if (isBatched && "fn" in work && work.fn.params.length > 1) {
    context.diagnostics.report("ACME1126", work.fn, "a batch of a distributed map has no index", {
      help: "leave the second parameter out",
    });
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const withIndex = "fn" in work && work.fn.params.length > 1;
  const item = value(
    [isBatched ? "$states.input.Items" : "$states.input.item"],
    isBatched ? arrayOf(source.item) : source.item,
  );
  let resolved: Type = unknownType;
  const body = lowerInner(context, () => {
    const index = value(["$states.input.index"], numberType);
    resolved = lowerItem(work, [item, index], call, context);
  });
  const captured = capture(body, isBatched, context);
  const settings = readOptions(given, options, scope, context);
  if (settings.executionType === "EXPRESS") checkExpress(body, "this distributed map", context.diagnostics);
  const node: MapNode = createNode({
    kind: "map",
    name: `distributedMap ${source.name}`,
    span: call,
    why: "runs an execution for each item or batch",
    items: source.code,
    concurrency: given.concurrency?.code,
    withIndex,
    distribution: {
      ...settings,
      reader: source.reader,
      isBatched,
      captured,
    },
    body,
    ...outcomes(builder.handler),
  });
  return appendCompound(node, resultType(given, resolved), resultName ?? "results", context);
}

interface Source {
  /** For people. */
  name: string;
  code: Code;
  item: Type;
  reader: TemplateObject | undefined;
}

/** An array of the flow, or `s3.csv({ bucket, key })`. */
function readSource(node: Argument | undefined, scope: Scope, context: FlowContext): Source | undefined {
  if (node === undefined || node.type === "SpreadElement") return undefined;
  const format = node.type === "CallExpression" ? formatOf(node, scope) : undefined;
  if (format !== undefined && node.type === "CallExpression") {
    const template = readTemplate(node.arguments[0], `s3.${format}()`, scope, context);
    if (template === undefined) return undefined;
    const [annotated] = node.typeArguments?.params ?? [];
    const item = annotated === undefined ? itemTypes[format] : context.lowering.annotated(annotated);
    return {
      name: `s3.${format}`,
      code: ["[]"],
      item: item ?? unknownType,
      reader: toReader(format, template),
    };
  }
  const list = context.expression(node, scope);
  if (isAll(list.type, "array") && !list.missing && !mayBeNullish(list.type))
    return { name: sourceOf(context, node), code: list.code, item: itemOf(list.type), reader: undefined };
  context.diagnostics.report("ACME1100", node, "the items have to be known to be an array, or to lie in S3", {
    help: "annotate them, or write s3.csv({ bucket, key }) in place",
  });
  return undefined;
}

const itemTypes: Readonly<Record<string, Type>> = {
  csv: { kind: "object", fields: {}, rest: stringType },
  objects: {
    kind: "object",
    fields: {
      Etag: stringType,
      Key: stringType,
      LastModified: numberType,
      Size: numberType,
      StorageClass: stringType,
    },
  },
};

function formatOf({ callee }: CallExpression, scope: Scope): string | undefined {
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  const binding = scope.find(callee.object.name);
  if (binding?.kind !== "engine" || binding.name !== "s3") return undefined;
  return callee.property.type === "Identifier" ? callee.property.name : undefined;
}

/** Slots stand where the values of the source would: the reader only puts them in their places. */
function toReader(format: string, template: TemplateObject): TemplateObject {
  return toItemReader({
    kind: "s3",
    format,
    ...template,
  } as unknown as ItemSource) as unknown as TemplateObject;
}

function readOptions(
  given: Options,
  node: Argument | undefined,
  scope: Scope,
  context: FlowContext,
): Pick<Distribution, "executionType" | "label" | "settings" | "writer"> {
  const settings: Record<string, Template> = {};
  const put = (field: string, one: Value | undefined): void => {
    if (one !== undefined) settings[field] = new Slot(one.code);
  };
  put("MaxItemsPerBatch", given.itemsPerBatch);
  put("ToleratedFailurePercentage", given.toleratedFailurePercentage);
  put("ToleratedFailureCount", given.toleratedFailureCount);
  const property =
    node?.type === "ObjectExpression"
      ? node.properties.find(
          (one) => one.type === "Property" && one.key.type === "Identifier" && one.key.name === "resultTo",
        )
      : undefined;
  const place =
    property?.type === "Property" ? readTemplate(property.value, "resultTo", scope, context) : undefined;
  const text = (name: "label" | "type"): string | undefined => {
    const one = given[name];
    const literal = one?.code.length === 1 && typeof one.code[0] === "string" ? one.code[0] : undefined;
    if (one === undefined) return undefined;
    if (literal?.startsWith('"')) return JSON.parse(literal) as string;
    context.diagnostics.report(
      "ACME1003",
      node ?? context.flow.span,
      `the ${name} of a distributed map is a literal text`,
    );
    return undefined;
  };
  return {
    executionType: text("type") === "EXPRESS" ? "EXPRESS" : "STANDARD",
    label: text("label"),
    settings,
    writer:
      place === undefined
        ? undefined
        : {
            Resource: "arn:aws:states:::s3:putObject",
            Arguments: {
              Bucket: place["bucket"] ?? "",
              ...(place["prefix"] === undefined ? {} : { Prefix: place["prefix"] }),
            },
          },
  };
}

function resultType(given: Options, resolved: Type): Type {
  if (given.resultTo !== undefined) {
    return {
      kind: "object",
      fields: {
        MapRunArn: stringType,
        ResultWriterDetails: { kind: "object", fields: { Bucket: stringType, Key: stringType } },
      },
    };
  }
  const tolerates =
    given.toleratedFailureCount !== undefined || given.toleratedFailurePercentage !== undefined;
  return arrayOf(tolerates ? unionOf(resolved, unknownType) : resolved);
}

/** What the graph reads and does not assign: it is put into the input, and assigned from there. */
function capture(body: Edge, isBatched: boolean, context: FlowContext): TemplateObject {
  const edges = allEdges(body);
  const own = new Set(edges.flatMap((one) => [...one.assigns.keys()]));
  const read = new Set(readsInside(body).flatMap((code) => [...variablesOf(code)]));
  const captured = [...read].filter((variable) => !own.has(variable)).sort();
  const inner = new Map<string, string>();
  const path = (variable: string): Code => [
    `$states.input.${isBatched ? "BatchInput." : ""}${inner.get(variable) ?? variable}`,
  ];
  for (const variable of captured) {
    const wanted = variable.slice(variable.lastIndexOf(".") + 1);
    inner.set(
      variable,
      context.names.allocate(wanted.charAt(0).toLowerCase() + wanted.slice(1), { constant: true }),
    );
  }
  const renamed = (variable: string): Code | undefined => {
    const name = inner.get(variable);
    return name === undefined ? undefined : [{ variable: name }];
  };
  const atEntry = (variable: string): Code | undefined => (inner.has(variable) ? path(variable) : undefined);
  for (const node of allNodesFrom(body)) mapReads(node, (code) => substitute(code, renamed));
  for (const one of edges) {
    const replacement = one === body ? atEntry : renamed;
    for (const [variable, assigned] of one.assigns)
      one.assigns.set(variable, { ...assigned, code: substitute(assigned.code, replacement) });
    if (one.end?.output !== undefined) one.end.output = substitute(one.end.output, replacement);
  }
  for (const [variable, name] of inner) body.assigns.set(name, { code: path(variable), fallible: false });
  return Object.fromEntries(
    [...inner].map(([variable, name]): [string, Template] => [name, new Slot([{ variable }])]),
  );
}
