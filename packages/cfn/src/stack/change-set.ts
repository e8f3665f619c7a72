import type { DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { AcmeError } from "../acme-error.ts";
import { AwsCallError, callAws } from "../aws-call.ts";
import { poll } from "../poll.ts";
import type { StackAccess } from "./stack-access.ts";
import { toCallOptions } from "./stack-access.ts";

const deadlineSeconds = 600;

/**
 * How AWS says that nothing would change: the change set fails with one of these reasons.
 * Seen on AWS: https://github.com/ansible-collections/amazon.aws/pull/507
 */
const emptyReasons = [/didn't contain changes/i, /no updates are to be performed/i];

export interface ChangeSetInput {
  stackName: string;
  type: "CREATE" | "UPDATE";
  templateBody: string;
  parameters: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
}

export interface ChangeSet {
  stackName: string;
  stackId: string;
  /** ARN of the change set. */
  id: string;
}

/** CloudFormation will not deploy this. `reason` is AWS's own. */
export class StackRefusedError extends AcmeError {
  readonly stackName: string;
  readonly reason: string;

  constructor(stackName: string, reason: string, cause?: unknown) {
    super("ACME_STACK_REFUSED", `CloudFormation refuses stack "${stackName}": ${reason}`, {
      hint: "Nothing was changed. Mend the template or its parameters and run the command again.",
      cause,
    });
    this.stackName = stackName;
    this.reason = reason;
  }
}

/** Starts making a change set. AWS compares in the background: see `awaitChangeSet`. */
export async function createChangeSet(input: ChangeSetInput, access: StackAccess): Promise<ChangeSet> {
  const { stackName, type, templateBody, parameters, tags } = input;
  const command = new CreateChangeSetCommand({
    StackName: stackName,
    ChangeSetName: `acme-${access.pace.createId()}`,
    ChangeSetType: type,
    TemplateBody: templateBody,
    Capabilities: ["CAPABILITY_IAM"],
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
  try {
    const { Id, StackId } = await callAws("CreateChangeSet", () =>
      access.client.send(command, toCallOptions(access)),
    );
    return { stackName, stackId: StackId ?? stackName, id: Id ?? "" };
  } catch (error) {
    if (error instanceof AwsCallError && error.awsCode === "ValidationError")
      throw new StackRefusedError(stackName, error.awsMessage, error.cause);
    throw error;
  }
}

/**
 * Waits until AWS has compared; `empty` when nothing would change.
 * @throws StackRefusedError when AWS cannot deploy the template with these parameters.
 */
export async function awaitChangeSet(
  changeSet: ChangeSet,
  access: StackAccess,
): Promise<"empty" | "executable"> {
  const described = await poll<DescribeChangeSetOutput>(
    async () => {
      const answer = await callAws("DescribeChangeSet", () =>
        access.client.send(
          new DescribeChangeSetCommand({ ChangeSetName: changeSet.id }),
          toCallOptions(access),
        ),
      );
      return answer.Status === "CREATE_COMPLETE" || answer.Status === "FAILED" ? answer : undefined;
    },
    {
      pace: access.pace,
      signal: access.signal,
      subject: `the change set of stack "${changeSet.stackName}"`,
      deadlineSeconds,
    },
  );
  if (described.Status === "CREATE_COMPLETE") return "executable";
  const reason = described.StatusReason ?? "no reason given";
  if (emptyReasons.some((pattern) => pattern.test(reason))) return "empty";
  throw new StackRefusedError(changeSet.stackName, reason);
}

export async function executeChangeSet({ id }: ChangeSet, access: StackAccess): Promise<void> {
  const command = new ExecuteChangeSetCommand({
    ChangeSetName: id,
    // The SDK may send it twice when an answer is lost; AWS takes the same token for the same request.
    ClientRequestToken: access.pace.createId(),
  });
  await callAws("ExecuteChangeSet", () => access.client.send(command, toCallOptions(access)));
}

export async function deleteChangeSet(
  { id }: ChangeSet,
  access: Pick<StackAccess, "client" | "signal">,
): Promise<void> {
  await callAws("DeleteChangeSet", () =>
    access.client.send(new DeleteChangeSetCommand({ ChangeSetName: id }), toCallOptions(access)),
  );
}
