/** `[…]` and `{…}`, and `path{…}`, which groups the items of a path by a key. */
import { JsonataError } from "../jsonata-error.ts";
import { tupleFrame } from "../frame.ts";
import type { Evaluator, Frame, Tuple } from "../frame.ts";
import { append, asConstructed, isTupleStream } from "../sequence.ts";
import type { Scope } from "../scope.ts";
import { createTupleScope } from "../scope.ts";
import type { ArrayNode, Node } from "../syntax.ts";
import { setField } from "../values.ts";
import type { Compiler } from "./compiler.ts";

export function compileArray(node: ArrayNode, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  const items = node.expressions.map((item) => ({
    evaluate: compiler.compile(item, scope, depth + 1),
    nests: item.type === "array",
  }));
  const constructs = node.constructs === true;
  return (input, frame) => {
    const result: unknown[] = [];
    for (const { evaluate, nests } of items) {
      const value = evaluate(input, frame);
      if (value === undefined) continue;
      if (nests || !Array.isArray(value)) {
        result.push(value);
      } else {
        frame.run.allocateItems(value.length);
        for (const item of value) result.push(item);
      }
    }
    return constructs ? asConstructed(result) : result;
  };
}

interface Pair {
  key: Evaluator;
  value: Evaluator;
}

type Pairs = readonly [key: Node, value: Node][];

/** An object constructor: one object from the context, or grouped when the context is an array. */
export function compileObject(
  pairs: Pairs,
  position: number,
  scope: Scope,
  depth: number,
  compiler: Compiler,
): Evaluator {
  const compiled = compilePairs(pairs, scope, depth, compiler);
  const keys = literalKeys(pairs);
  return (input, frame) => {
    if (Array.isArray(input)) return groupItems(compiled, input, frame, position);
    if (keys === undefined) return groupItems(compiled, [input], frame, position);
    const result: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index++) {
      const value = compiled[index]?.value(input, frame);
      if (value !== undefined) setField(result, keys[index] ?? "", value);
    }
    return result;
  };
}

/** The keys, when all are written out, no two are equal and none would change the order of the others. */
function literalKeys(pairs: Pairs): string[] | undefined {
  const keys: string[] = [];
  for (const [key] of pairs) {
    if (key.type !== "literal" || typeof key.value !== "string" || key.predicates !== undefined)
      return undefined;
    if (keys.includes(key.value) || /^\d+$/.test(key.value)) return undefined;
    keys.push(key.value);
  }
  return keys;
}

/** Groups what `items` gives. @param tuples Whether that may be a stream of tuples. */
export function compileGroup(
  pairs: Pairs,
  position: number,
  tuples: boolean,
  scope: Scope,
  depth: number,
  compiler: Compiler,
): (items: unknown, frame: Frame) => unknown {
  const compiled = compilePairs(pairs, tuples ? createTupleScope(scope) : scope, depth, compiler);
  return (items, frame) => {
    if (!tuples) return groupItems(compiled, Array.isArray(items) ? items : [items], frame, position);
    if (Array.isArray(items) && isTupleStream(items)) return groupTuples(compiled, items, frame, position);
    const inTuple = tupleFrame(frame, Object.create(null));
    return groupItems(compiled, Array.isArray(items) ? items : [items], inTuple, position);
  };
}

function compilePairs(pairs: Pairs, scope: Scope, depth: number, compiler: Compiler): Pair[] {
  return pairs.map(([key, value]) => ({
    key: compiler.compile(key, scope, depth + 1),
    value: compiler.compile(value, scope, depth + 1),
  }));
}

interface Entry {
  pair: Pair;
  data: unknown;
  /** Whether `data` is a list made here, to which more may be added. */
  owned: boolean;
}

function addToGroups(
  groups: Map<string, Entry>,
  key: unknown,
  pair: Pair,
  item: unknown,
  position: number,
): void {
  if (key === undefined) return;
  if (typeof key !== "string") throw new JsonataError("T1003", { position, value: key });
  const entry = groups.get(key);
  if (entry === undefined) {
    groups.set(key, { pair, data: item, owned: false });
    return;
  }
  if (entry.pair !== pair) throw new JsonataError("D1009", { position, value: key });
  if (entry.owned && Array.isArray(entry.data)) {
    if (Array.isArray(item)) for (const part of item) entry.data.push(part);
    else if (item !== undefined) entry.data.push(item);
    return;
  }
  const joined = append(entry.data, item);
  entry.owned = entry.data !== undefined && item !== undefined;
  entry.data = joined;
}

function groupItems(
  pairs: readonly Pair[],
  items: readonly unknown[],
  frame: Frame,
  position: number,
): unknown {
  const groups = new Map<string, Entry>();
  const list = items.length === 0 ? [undefined] : items;
  frame.run.spend(list.length);
  for (const item of list) {
    for (const pair of pairs) addToGroups(groups, pair.key(item, frame), pair, item, position);
  }
  const result: Record<string, unknown> = {};
  for (const [key, { pair, data }] of groups) {
    const value = pair.value(data, frame);
    if (value !== undefined) setField(result, key, value);
  }
  return result;
}

function groupTuples(
  pairs: readonly Pair[],
  tuples: readonly Tuple[],
  frame: Frame,
  position: number,
): unknown {
  const groups = new Map<string, Entry>();
  frame.run.spend(tuples.length);
  for (const tuple of tuples) {
    for (const pair of pairs) {
      const key = pair.key(tuple["@"], tupleFrame(frame, tuple));
      addToGroups(groups, key, pair, tuple, position);
    }
  }
  const result: Record<string, unknown> = {};
  for (const [key, { pair, data }] of groups) {
    const tuple = mergeTuples(data);
    const context = tuple["@"];
    delete tuple["@"];
    const value = pair.value(context, tupleFrame(frame, tuple));
    if (value !== undefined) setField(result, key, value);
  }
  return result;
}

/** One tuple whose fields hold what the tuples of a group have there, as lists. */
function mergeTuples(data: unknown): Tuple {
  // Groups of a stream of tuples hold tuples only.
  const tuples = (Array.isArray(data) ? data : [data]) as Tuple[];
  const merged: Tuple = Object.create(null);
  for (const tuple of tuples) {
    for (const name of Object.keys(tuple)) merged[name] = append(merged[name], tuple[name]);
  }
  return merged;
}
