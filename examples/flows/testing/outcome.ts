import type { Json } from "acme-engine";

/** A task that was called, and the maps around the call by the index of their item; undefined where that is not known (in a flow that a flow called). */
export interface Call {
  task: string;
  input: Json;
  scope: string | undefined;
  /** The branches of Parallel states around the call; calls of different branches have no order. Empty where that is not known. */
  branch: string;
}

/** How a flow ended, and what it called, in order. */
export interface Outcome {
  output?: Json;
  error?: string;
  cause?: string;
  calls: Call[];
}

/** How a flow ended, as text that is equal for what means the same: the order of keys does not count, nor what is said of a timeout. */
export function toText({ output, error, cause }: Outcome): string {
  if (error === undefined) return toSortedText({ output: output ?? null });
  return toSortedText(error === "States.Timeout" ? { error } : { error, cause: cause ?? "" });
}

export function toSortedText(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/**
 * What is different between the calls of the flow, when it is called, and those of its state machine. Both make the same calls; those of one
 * place (the same items of maps, the same branches) in the same order.
 */
export function compareCalls(native: readonly Call[], compiled: readonly Call[]): string[] {
  const all = (calls: readonly Call[]) => calls.map(describe).toSorted();
  const [wanted, made] = [all(native), all(compiled)];
  if (wanted.join("\n") !== made.join("\n"))
    return [`called: ${made.join(", ")}`, `expected: ${wanted.join(", ")}`];
  const places = new Set(compiled.map(({ scope, branch }) => `${scope} ${branch}`));
  return [...places].flatMap((place) => {
    const calls = compiled.filter(({ scope, branch }) => `${scope} ${branch}` === place);
    const scope = calls[0]?.scope;
    if (scope === undefined) return [];
    // A loop may have become a Map: then there are more maps around the call than in the flow.
    const order = native.filter((call) => isWithin(indexesOf(call.scope), indexesOf(scope))).map(describe);
    return isWithin(calls.map(describe), order)
      ? []
      : [`called in this order: ${calls.map(describe).join(", ")}`, `expected: ${order.join(", ")}`];
  });
}

function describe({ task, input }: Call): string {
  return `${task} ${toSortedText(input)}`;
}

function indexesOf(scope: string | undefined): string[] {
  return scope === undefined || scope === "" ? [] : scope.split(".");
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let found = 0;
  for (const one of all) if (one === some[found]) found++;
  return found === some.length;
}
