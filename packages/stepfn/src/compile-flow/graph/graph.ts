import type { Retrier } from "acme-engine";
import type { Code } from "../expression/code.ts";
import type { Span } from "../source/diagnostic.ts";
import type { Action } from "./action.ts";
import { codesOf, mapTemplate, type TemplateObject } from "./template.ts";

/** What a state assigns on one of its ways out. All are evaluated with the values from before. */
export interface Assigned {
  code: Code;
  fallible: boolean;
}

/**
 * One way out of a state (or into the graph). It carries assignments, for every state of Step Functions can, and leads to a state or to the
 * end: then `output` is what the state gives, undefined for its own result.
 */
export interface Edge {
  assigns: Map<string, Assigned>;
  /** The state that it leaves; undefined for the entry. */
  from: GraphNode | undefined;
  readonly role: "entry" | "success" | "arm" | "catch";
  target: GraphNode | undefined;
  end: { output: Code | undefined; fallible: boolean } | undefined;
}

/** Where errors of states go: the states that can fail each get an edge of it. */
export interface Handler {
  readonly edges: Edge[];
  /** The variable that gets `{ name, message }`. */
  readonly variable: string;
  /** Variables that the handler may read: those of before the try. */
  readonly visible: ReadonlySet<string>;
}

/** The way of errors of these names; `States.ALL` stands alone, in the last catcher. */
export interface Catcher {
  readonly errors: readonly string[];
  readonly edge: Edge;
}

interface NodeBase {
  /** What the state is called, before it is made unique. */
  name: string;
  span: Span;
  /** Why the state is there, for people who read the machine. */
  why: string;
}

/** What a Task state runs: an action of the deployment, or a resource of Step Functions. */
export type Work = { kind: "action"; action: Action } | { kind: "resource"; resource: string };

export interface TaskNode extends NodeBase {
  kind: "task";
  work: Work;
  input: Code;
  /** Its input may fail. */
  fallible: boolean;
  /** The first that names an error counts. */
  retriers: readonly Retrier[];
  timeoutSeconds: Code | undefined;
  heartbeatSeconds: Code | undefined;
  success: Edge;
  catchers: readonly Catcher[];
  handler: Handler | undefined;
}

/** A state that the source has in Step Functions' own words. */
export interface RawNode extends NodeBase {
  kind: "raw";
  fields: TemplateObject;
  success: Edge;
  catchers: readonly Catcher[];
  handler: Handler | undefined;
}

/** How a Map starts an execution for each item or batch. */
export interface Distribution {
  executionType: "STANDARD" | "EXPRESS";
  label: string | undefined;
  /** Where the items are, when they are not `items`. */
  reader: TemplateObject | undefined;
  /** `MaxItemsPerBatch`, `ToleratedFailureCount` and the like. */
  settings: TemplateObject;
  /** Where the results go. */
  writer: TemplateObject | undefined;
  isBatched: boolean;
  /** What children read of the flow around: they have it in their input, under these names. */
  captured: TemplateObject;
}

export interface MapNode extends NodeBase {
  kind: "map";
  items: Code;
  /** Undefined for as many as there are. */
  concurrency: Code | undefined;
  withIndex: boolean;
  /** What an iteration in the same execution finds in its input beside the item: its variables are not there before its first state. */
  captured?: ReadonlyMap<string, Code>;
  /** Undefined for iterations in the same execution. */
  distribution: Distribution | undefined;
  body: Edge;
  success: Edge;
  catchers: readonly Catcher[];
  handler: Handler | undefined;
}

export interface ParallelNode extends NodeBase {
  kind: "parallel";
  branches: Edge[];
  retriers: readonly Retrier[];
  success: Edge;
  catchers: readonly Catcher[];
  handler: Handler | undefined;
}

export interface WaitNode extends NodeBase {
  kind: "wait";
  until: "seconds" | "timestamp";
  time: Code;
  success: Edge;
}

export interface ChoiceNode extends NodeBase {
  kind: "choice";
  /** `name` is how the source asks for the arm, e.g. `if total > 100`. */
  arms: { condition: Code; fallible: boolean; edge: Edge; name: string }[];
  otherwise: Edge;
}

export interface PassNode extends NodeBase {
  kind: "pass";
  success: Edge;
}

export interface SucceedNode extends NodeBase {
  kind: "succeed";
  output: Code;
  fallible: boolean;
}

export interface FailNode extends NodeBase {
  kind: "fail";
  error: Code;
  cause: Code;
}

export type GraphNode =
  | TaskNode
  | RawNode
  | MapNode
  | ParallelNode
  | WaitNode
  | ChoiceNode
  | PassNode
  | SucceedNode
  | FailNode;

export function edge(role: Edge["role"]): Edge {
  return { assigns: new Map(), from: undefined, role, target: undefined, end: undefined };
}

/** A state with its ways out, which now know where they start. */
export function createNode<Node extends GraphNode>(node: Node): Node {
  for (const one of edgesOf(node)) one.from = node;
  return node;
}

/** All ways out, in the order in which they are told. */
export function edgesOf(node: GraphNode): Edge[] {
  switch (node.kind) {
    case "task":
    case "raw":
    case "map":
    case "parallel":
      return [node.success, ...node.catchers.map((catcher) => catcher.edge)];
    case "wait":
    case "pass":
      return [node.success];
    case "choice":
      return [...node.arms.map((arm) => arm.edge), node.otherwise];
    case "succeed":
    case "fail":
      return [];
  }
}

/** Entries of the graphs inside of a state. */
export function innerEntries(node: GraphNode): Edge[] {
  if (node.kind === "map") return [node.body];
  return node.kind === "parallel" ? node.branches : [];
}

/** The states that can be reached from an entry, in the order of a reader: depth first, each once; inner graphs not included. */
export function nodesFrom(entry: Edge): GraphNode[] {
  const seen = new Set<GraphNode>();
  const visit = (one: Edge): void => {
    if (one.target === undefined || seen.has(one.target)) return;
    seen.add(one.target);
    for (const next of edgesOf(one.target)) visit(next);
  };
  visit(entry);
  return [...seen];
}

/** The same, with those of inner graphs. */
export function allNodesFrom(entry: Edge): GraphNode[] {
  return nodesFrom(entry).flatMap((node) => [node, ...innerEntries(node).flatMap(allNodesFrom)]);
}

/** Reads of the state itself, its edges not included. */
export function readsOf(node: GraphNode): Code[] {
  switch (node.kind) {
    case "task":
      return [
        node.input,
        ...(node.timeoutSeconds === undefined ? [] : [node.timeoutSeconds]),
        ...(node.heartbeatSeconds === undefined ? [] : [node.heartbeatSeconds]),
      ];
    case "raw":
      return codesOf(node.fields);
    case "map":
      return [
        node.items,
        ...(node.concurrency === undefined ? [] : [node.concurrency]),
        ...(node.captured?.values() ?? []),
        ...(node.distribution === undefined ? [] : templatesOf(node.distribution).flatMap(codesOf)),
      ];
    case "wait":
      return [node.time];
    case "choice":
      return node.arms.map((arm) => arm.condition);
    case "succeed":
      return [node.output];
    case "fail":
      return [node.error, node.cause];
    case "parallel":
    case "pass":
      return [];
  }
}

/** Replaces the code of the state itself. */
export function mapReads(node: GraphNode, change: (source: Code) => Code): void {
  switch (node.kind) {
    case "task":
      node.input = change(node.input);
      if (node.timeoutSeconds !== undefined) node.timeoutSeconds = change(node.timeoutSeconds);
      if (node.heartbeatSeconds !== undefined) node.heartbeatSeconds = change(node.heartbeatSeconds);
      break;
    case "raw":
      node.fields = mapTemplate(node.fields, change);
      break;
    case "map":
      node.items = change(node.items);
      if (node.concurrency !== undefined) node.concurrency = change(node.concurrency);
      if (node.captured !== undefined)
        node.captured = new Map([...node.captured].map(([name, source]) => [name, change(source)]));
      if (node.distribution !== undefined) node.distribution = mapDistribution(node.distribution, change);
      break;
    case "wait":
      node.time = change(node.time);
      break;
    case "choice":
      for (const arm of node.arms) arm.condition = change(arm.condition);
      break;
    case "succeed":
      node.output = change(node.output);
      break;
    case "fail":
      node.error = change(node.error);
      node.cause = change(node.cause);
      break;
    case "parallel":
    case "pass":
  }
}

function templatesOf({ reader = {}, writer = {}, settings, captured }: Distribution): TemplateObject[] {
  return [reader, settings, writer, captured];
}

function mapDistribution(distribution: Distribution, change: (source: Code) => Code): Distribution {
  const { reader, writer, settings, captured } = distribution;
  return {
    ...distribution,
    reader: reader === undefined ? undefined : mapTemplate(reader, change),
    writer: writer === undefined ? undefined : mapTemplate(writer, change),
    settings: mapTemplate(settings, change),
    captured: mapTemplate(captured, change),
  };
}
