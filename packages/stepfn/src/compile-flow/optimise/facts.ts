import { type Code, renderCode } from "../expression/code.ts";
import type { Edge } from "../graph/graph.ts";
import type { Json } from "../../json.ts";
import type { Fact } from "./known-truth.ts";

/** What a way assigns and the source says: literals, and the classes of errors that are thrown. */
export function factsOf({ assigns }: Edge): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const [variable, { code }] of assigns) {
    const fact = factOf(code);
    if (fact !== undefined) facts.set(variable, fact);
  }
  return facts;
}

function factOf(source: Code): Fact | undefined {
  const [first] = source;
  if (typeof first !== "string") return undefined;
  const name = /^\{"name": ("(?:[^"\\]|\\.)*"), /.exec(first)?.[1];
  if (name !== undefined) return { errorName: JSON.parse(name) as string };
  if (source.length > 1) return undefined;
  const text = renderCode(source).replace(/^\((-\d+(?:\.\d+)?)\)$/, "$1");
  if (!/^(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)$/.test(text)) return undefined;
  return { value: JSON.parse(text) as Json };
}
