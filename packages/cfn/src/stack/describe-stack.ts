import type { Stack } from "@aws-sdk/client-cloudformation";
import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { AcmeError } from "../acme-error.ts";
import { AwsCallError, callAws } from "../aws-call.ts";
import type { StackAccess } from "./stack-access.ts";
import { toCallOptions } from "./stack-access.ts";

/** By name or id; `undefined` when there is none. One call. */
export async function findStack(
  stackName: string,
  access: Pick<StackAccess, "client" | "signal">,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await callAws("DescribeStacks", () =>
      access.client.send(new DescribeStacksCommand({ StackName: stackName }), toCallOptions(access)),
    );
    return Stacks?.[0];
  } catch (error) {
    if (isMissingStack(error)) return undefined;
    throw error;
  }
}

/** The same for a stack that was there a moment ago. */
export async function describeStack(
  stackName: string,
  access: Pick<StackAccess, "client" | "signal">,
): Promise<Stack> {
  const stack = await findStack(stackName, access);
  if (stack !== undefined) return stack;
  throw new AcmeError("ACME_STACK_GONE", `Stack "${stackName}" has gone while it was worked on`, {
    hint: "Somebody else has deleted it. Run the command again.",
  });
}

/** Every stack of the account and region that is not deleted. One call for about a hundred stacks. */
export async function findAllStacks(access: Pick<StackAccess, "client" | "signal">): Promise<Stack[]> {
  const stacks: Stack[] = [];
  let token: string | undefined;
  do {
    const input = token === undefined ? {} : { NextToken: token };
    const page = await callAws("DescribeStacks", () =>
      access.client.send(new DescribeStacksCommand(input), toCallOptions(access)),
    );
    stacks.push(...(page.Stacks ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return stacks;
}

/** CloudFormation has no error of its own for this: `ValidationError`, "Stack with id x does not exist". */
export function isMissingStack(error: unknown): boolean {
  return (
    error instanceof AwsCallError &&
    error.awsCode === "ValidationError" &&
    /does not exist/.test(error.awsMessage)
  );
}

export function toOutputs({ Outputs }: Stack): Record<string, string> {
  return toRecord((Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

export function toTags({ Tags }: Stack): Record<string, string> {
  return toRecord((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

export function toParameters({ Parameters }: Stack): Record<string, string> {
  return toRecord(
    (Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
}

function toRecord(entries: [string | undefined, string | undefined][]): Record<string, string> {
  return Object.fromEntries(entries.map(([key, value]) => [key ?? "", value ?? ""]));
}
