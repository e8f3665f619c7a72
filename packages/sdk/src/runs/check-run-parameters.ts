import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { AwsCallError, callAws } from "@acme-engine/cfn";
import { readComment } from "@acme-engine/stepfn";
import type { Json } from "@acme-engine/stepfn";
import { isMissing, liveAlias } from "../deployments/state-machines.ts";
import { BadInputError } from "../input/bad-input.ts";
import type { InputProblem } from "../input/read-value.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";

/**
 * The parameters with their defaults, held against the schema that the live version carries. Flows of TypeScript have one; where there
 * is none, or no deployment, they come back as they are.
 * @throws BadInputError ACME_BAD_INPUT that names the path of each value that does not fit
 */
export async function checkRunParameters(
  { clients }: Target,
  { fullName, stateMachineArn }: { fullName: string; stateMachineArn: string },
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  // A deployment without a flow has no schema.
  if (!fullName.includes("/")) return parameters;
  const definition = await readDefinition(clients, `${stateMachineArn}:${liveAlias}`, signal);
  const { parametersSchema } = readComment(definition?.Comment ?? "");
  if (parametersSchema === undefined) return parameters;
  const { checkParameters, InvalidParameters } = await import("acme-engine");
  try {
    // As the run will get them.
    const given = JSON.parse(JSON.stringify(parameters)) as Json;
    return checkParameters(parametersSchema, given, fullName) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof InvalidParameters)) throw error;
    throw new BadInputError("run()", error.problems.map(toProblem));
  }
}

/** `parameters.limit is "x"; expected a number` */
export function toProblem(problem: string): InputProblem {
  const [, path = "parameters", message = problem] = /^(\S+) (.*)$/s.exec(problem) ?? [];
  return { path, message };
}

async function readDefinition(
  clients: Target["clients"],
  stateMachineArn: string,
  signal: AbortSignal | undefined,
): Promise<{ Comment?: string } | undefined> {
  try {
    const { definition } = await callAws("DescribeStateMachine", () =>
      clients.stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }), withSignal(signal)),
    );
    return JSON.parse(definition ?? "{}") as { Comment?: string };
  } catch (error) {
    // Starting it will say what there is. Who may start it and not look at it goes without the check.
    if (isMissing(error)) return undefined;
    if (error instanceof AwsCallError && error.awsCode === "AccessDeniedException") return undefined;
    throw error;
  }
}
