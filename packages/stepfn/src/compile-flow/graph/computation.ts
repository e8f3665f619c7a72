import { type Code, code, joinCode, quote } from "../expression/code.ts";
import type { Span } from "../source/diagnostic.ts";
import { createNode, edge, type Handler, type ParallelNode } from "./graph.ts";

/** What is caught of a state that only computes: its error is Step Functions' own. */
const errorCode = `{"name": $states.errorOutput.Error, "message": $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : ""}`;

/**
 * A state that computes, for what may fail where a `catch` is to see it: only Task, Map and Parallel catch, so it is a Parallel of one branch. `results`
 * has where each value stands in what it gives.
 */
export function createComputation(
  values: readonly Code[],
  handler: Handler,
  span: Span,
): { node: ParallelNode; results: readonly Code[] } {
  const [only] = values;
  const isSingle = values.length === 1 && only !== undefined;
  const fields = values.map((one, index) => code`${quote(`v${index}`)}: ${one}`);
  const branch = edge("entry");
  branch.target = {
    kind: "succeed",
    name: "compute",
    span,
    why: "computes what may fail",
    output: isSingle ? only : code`{${joinCode(fields, ", ")}}`,
    fallible: true,
  };
  const caught = edge("catch");
  caught.assigns.set(handler.variable, { code: [errorCode], fallible: false });
  handler.edges.push(caught);
  const node: ParallelNode = createNode({
    kind: "parallel",
    name: "try",
    span,
    why: "catches what fails when it is computed",
    branches: [branch],
    retriers: [],
    success: edge("success"),
    catchers: [{ errors: ["States.ALL"], edge: caught }],
    handler,
  });
  const result = "$states.result[0]";
  return { node, results: values.map((_, index) => [isSingle ? result : `${result}.v${index}`]) };
}
