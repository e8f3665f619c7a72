import { nearestNames } from "../../nearest-names.ts";
import type { Diagnostics } from "../source/diagnostic.ts";
import type { DeclaredFlow } from "../expression/scope.ts";

/** The flow of that name, or the only one where none is named; undefined, with what there is reported, when that is none or several. */
export function findFlow(
  flows: readonly DeclaredFlow[],
  wanted: string | undefined,
  diagnostics: Diagnostics,
): DeclaredFlow | undefined {
  const found = flows.filter(({ name }) => wanted === undefined || name === wanted);
  const [flow, second] = found;
  const names = [...new Set(flows.map(({ name }) => name))];
  const listed = names.map((name) => JSON.stringify(name)).join(", ");
  const top = { start: 0, end: 0 };
  if (flow === undefined) {
    if (wanted === undefined || flows.length === 0) {
      diagnostics.report("ACME1002", top, "there is no flow in this module", {
        help: 'make one: export const nightly = flow({ name: "nightly" }, async (parameters) => …)',
      });
      return undefined;
    }
    const [near] = nearestNames(wanted, names);
    const help = `${near === undefined ? "" : `did you mean ${JSON.stringify(near)}? `}Flows here: ${listed}`;
    diagnostics.report("ACME1002", top, `there is no flow ${JSON.stringify(wanted)} in this module`, {
      help,
    });
    return undefined;
  }
  const twin = found.slice(1).find(({ name }) => name === flow.name);
  if (twin !== undefined) {
    diagnostics.report("ACME1002", twin.span, `two flows are called ${JSON.stringify(flow.name)}`, {
      notes: [{ message: "the other one is here", span: flow.span }],
      help: "give one of them another name; deployments and runs are found by it",
    });
    return undefined;
  }
  if (second !== undefined) {
    diagnostics.report("ACME1002", top, "it is not said which flow of this module is meant", {
      help: `name one behind the file, as FILE#${names[0] ?? "name"}. Flows here: ${listed}`,
    });
    return undefined;
  }
  return flow;
}
