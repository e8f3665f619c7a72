import { allNodesFrom, type Edge, type GraphNode } from "../graph/graph.ts";
import type { Diagnostics } from "../source/diagnostic.ts";

/**
 * What an Express execution cannot wait for. Source: Step Functions Developer Guide, "Choosing workflow type": no `.sync`, no
 * `.waitForTaskToken`, no distributed Map.
 */
export function checkExpress(entry: Edge, what: string, diagnostics: Diagnostics): void {
  for (const node of allNodesFrom(entry)) {
    if (!waits(node)) continue;
    diagnostics.report(
      "ACME1121",
      node.span,
      `${what} is of type EXPRESS, which cannot wait for ${node.kind === "map" ? "a distributed map" : `"${node.name}"`}`,
      { help: 'take `type: "EXPRESS"` off; only calls of AWS that answer at once can be in it' },
    );
  }
}

/** Tasks, containers and flows report when they have ended. */
function waits(node: GraphNode): boolean {
  if (node.kind === "map") return node.distribution !== undefined;
  if (node.kind === "raw") return waitsFor(node.fields["Resource"]);
  if (node.kind !== "task") return false;
  return node.work.kind === "action" || waitsFor(node.work.resource);
}

function waitsFor(resource: unknown): boolean {
  return typeof resource === "string" && /\.(?:sync(?::2)?|waitForTaskToken)$/.test(resource);
}
