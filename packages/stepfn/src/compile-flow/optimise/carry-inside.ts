import { type Code, isVolatile, sizeOf, substitute, variablesOf } from "../expression/code.ts";
import { replaceReads } from "../graph/map-codes.ts";
import {
  type Assigned,
  type Edge,
  edgesOf,
  type GraphNode,
  innerEntries,
  mapReads,
  nodesFrom,
  readsOf,
} from "../graph/graph.ts";
import { readsInside } from "../graph/reads.ts";

/** Longer assignments are made by a Pass rather than copied to where they are read. */
const maxCopiedSize = 2000;

/** Whether the first state of a graph can stand for what the entry assigns: it reads the values themselves, and assigns them on its ways out. */
export function canPush(entry: Edge, assigns: ReadonlyMap<string, Assigned>): boolean {
  const first = entry.target;
  if (first === undefined) return false;
  if (
    nodesFrom(entry)
      .flatMap(edgesOf)
      .some((one) => one.target === first)
  )
    return false;
  if ([...assigns.values()].some(({ fallible }) => fallible)) return false;
  // It would be computed later, and with each reader again.
  if ([...assigns.values()].some(({ code }) => isVolatile(code))) return false;
  if (copiedSize(entry, first, assigns) > maxCopiedSize) return false;
  return innerEntries(first).every((inner) => canCarry(first, inner, assigns));
}

/** How much is written when the first state reads the values themselves: once for each read, and on each way out when something behind it reads. */
function copiedSize(entry: Edge, first: GraphNode, assigns: ReadonlyMap<string, Assigned>): number {
  const out = edgesOf(first);
  const own = [...readsOf(first), ...out.flatMap(codesOf)].flat();
  const behind = nodesFrom(entry).filter((node) => node !== first);
  const later = new Set(
    [
      ...behind.flatMap(readsOf),
      ...behind.flatMap(edgesOf).flatMap(codesOf),
      ...[first, ...behind].flatMap(innerEntries).flatMap(readsInside),
    ].flatMap((code) => [...variablesOf(code)]),
  );
  return [...assigns].reduce((sum, [variable, { code }]) => {
    const reads = own.filter((part) => typeof part !== "string" && part.variable === variable).length;
    return sum + sizeOf(code) * (reads + (later.has(variable) ? out.length : 0));
  }, 0);
}

function codesOf({ assigns, end }: Edge): Code[] {
  return [
    ...[...assigns.values()].map(({ code }) => code),
    ...(end?.output === undefined ? [] : [end.output]),
  ];
}

/** Whether a graph inside of the first state can get from its input what it reads of the entry's assignments. */
function canCarry(first: GraphNode, inner: Edge, assigns: ReadonlyMap<string, Assigned>): boolean {
  const read = readOf(inner, assigns);
  if (read.length === 0) return true;
  if (first.kind === "map" && first.distribution !== undefined) return false;
  const carried = read.map((variable): [string, Assigned] => {
    const code = first.kind === "map" ? inputField(variable) : (assigns.get(variable)?.code ?? []);
    return [variable, { code, fallible: false }];
  });
  return canPush(inner, new Map([...inner.assigns, ...carried]));
}

/**
 * The graphs inside of the first state get what they read of the entry's assignments: branches of a Parallel have its input, and compute it again;
 * an iteration of a Map gets it beside its item.
 */
export function carryInside(entry: Edge, first: GraphNode, fresh: (variable: string) => string): void {
  for (const inner of innerEntries(first)) {
    const read = readOf(inner, entry.assigns);
    if (read.length === 0) continue;
    const own = new Map(read.map((variable) => [variable, fresh(variable)]));
    if (first.kind === "map") {
      if (first.captured === undefined && !first.withIndex) readItemOfField(inner);
      const captured = new Map(first.captured);
      for (const [variable, name] of own) captured.set(name, entry.assigns.get(variable)?.code ?? []);
      first.captured = captured;
    }
    const values = new Map(
      [...own].map(([variable, name]): [string, Code] => [
        variable,
        first.kind === "map" ? inputField(name) : (entry.assigns.get(variable)?.code ?? []),
      ]),
    );
    for (const [variable, assigned] of inner.assigns) {
      const code = substitute(assigned.code, (read) => values.get(read));
      inner.assigns.set(variable, { ...assigned, code });
    }
    replaceReads(inner, new Map([...own].map(([variable, name]) => [variable, [{ variable: name }]])));
    for (const [variable, name] of own)
      inner.assigns.set(name, { code: values.get(variable) ?? [], fallible: false });
  }
}

function readOf(inner: Edge, assigns: ReadonlyMap<string, Assigned>): string[] {
  const read = new Set(readsInside(inner).flatMap((code) => [...variablesOf(code)]));
  return [...assigns.keys()].filter((variable) => read.has(variable));
}

function inputField(name: string): Code {
  return [`$states.input.${name}`];
}

/** The item was the whole input, and is a field of it now: so read the entry and the first state, which alone have the input. */
function readItemOfField(inner: Edge): void {
  const change = (source: Code): Code =>
    source.map((part) =>
      typeof part === "string"
        ? part.replaceAll(/"(?:[^"\\]|\\.)*"|\$states\.input\b/g, (found) =>
            found.startsWith('"') ? found : "$states.input.item",
          )
        : part,
    );
  const first = inner.target;
  if (first !== undefined) mapReads(first, change);
  // Branches have the same input.
  if (first?.kind === "parallel") for (const branch of first.branches) readItemOfField(branch);
  for (const one of [inner, ...(first === undefined ? [] : edgesOf(first))]) {
    for (const [variable, assigned] of one.assigns)
      one.assigns.set(variable, { ...assigned, code: change(assigned.code) });
    if (one.end?.output !== undefined) one.end.output = change(one.end.output);
  }
}
