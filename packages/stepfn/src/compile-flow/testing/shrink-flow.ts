import { parseSync } from "oxc-parser";
import { compareFlow, type Difference } from "./compare-flows.ts";

/** The flow without the statements that the difference does not need. */
export async function shrinkDifference(difference: Difference): Promise<Difference> {
  let smallest = difference;
  for (let changed = true; changed;) {
    changed = false;
    for (const { start, end, replacement } of cutsOf(smallest.source)) {
      const source = smallest.source.slice(0, start) + replacement + smallest.source.slice(end);
      const again = await isDifferent(source, smallest);
      if (again === undefined) continue;
      smallest = again;
      changed = true;
      break;
    }
  }
  return smallest;
}

/** Cut wrongly, a source may also not parse, or be no flow. */
async function isDifferent(source: string, { input, native }: Difference): Promise<Difference | undefined> {
  try {
    const result = await compareFlow(source, [input]);
    if (result.kind !== "different") return undefined;
    // A name or a value that is cut off makes another difference, that of the cut.
    const { error } = result.difference.native;
    const isNew = (error === "ReferenceError" || error === "TypeError") && native.error !== error;
    return isNew ? undefined : result.difference;
  } catch {
    return undefined;
  }
}

interface Cut {
  start: number;
  end: number;
  replacement: string;
}

/** What keeps a loop from going on for ever. */
function endsLoop(statement: string): boolean {
  return /^\w+\+\+;$|^if \([^{]*break;$/.test(statement);
}

/** Statements of the flow, largest first; and for a statement with a block, its block instead of it. */
function cutsOf(source: string): Cut[] {
  const cuts: Cut[] = [];
  const visit = (node: unknown, inFlow: boolean): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, inFlow);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const { type, start, end } = node as { type?: unknown; start?: unknown; end?: unknown };
    const isStatement =
      typeof type === "string" && (type.endsWith("Statement") || type === "VariableDeclaration");
    if (inFlow && isStatement && typeof start === "number" && typeof end === "number") {
      if (type !== "BlockStatement" && !endsLoop(source.slice(start, end)))
        cuts.push({ start, end, replacement: "" });
      for (const inner of Object.values(node)) {
        const block = inner as { type?: unknown; start?: number; end?: number } | null;
        if (typeof block !== "object" || block?.type !== "BlockStatement") continue;
        cuts.push({ start, end, replacement: source.slice(block.start, block.end) });
      }
    }
    for (const inner of Object.values(node)) visit(inner, inFlow || type === "ExportNamedDeclaration");
  };
  visit(parseSync("flow.ts", source).program, false);
  return cuts.toSorted((one, other) => other.end - other.start - (one.end - one.start));
}
