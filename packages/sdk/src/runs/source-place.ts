import { DescribeStateMachineForExecutionCommand } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";

/**
 * Where in a flow's source a state comes from, `flows/nightly.ts:14:7`, as the version that the run was on says in the state's comment.
 * Undefined for a job, and whenever it cannot be told: it is an extra.
 */
export async function readSourcePlace(
  { clients }: Target,
  executionArn: string,
  state: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { definition } = await callAws("DescribeStateMachineForExecution", () =>
      clients.stepFunctions.send(
        new DescribeStateMachineForExecutionCommand({ executionArn }),
        withSignal(signal),
      ),
    );
    return findPlace(JSON.parse(definition ?? "null"), state);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** Names of states are unique in the whole definition. */
function findPlace(machine: unknown, state: string): string | undefined {
  if (!isObject(machine) || !isObject(machine["States"])) return undefined;
  const own = machine["States"][state];
  const comment = isObject(own) ? own["Comment"] : undefined;
  if (typeof comment === "string") return /^\S.*:\d+:\d+$/.test(comment) ? comment : undefined;
  for (const inner of Object.values(machine["States"]).filter(isObject)) {
    const branches = Array.isArray(inner["Branches"]) ? inner["Branches"] : [];
    for (const part of [inner["ItemProcessor"], ...branches]) {
      const found = findPlace(part, state);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
