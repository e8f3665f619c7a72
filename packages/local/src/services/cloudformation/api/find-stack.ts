import type { CloudFormation } from "../cloud-formation.ts";
import { constraintError, stackWithIdDoesNotExist } from "../errors.ts";
import type { StackRecord } from "../records/stack-record.ts";
import type { AwsError } from "../../../protocol/aws-error.ts";

/** The stack of that name or id; `refuse` makes the error when there is none, in the operation's words. */
export function findStack(
  cf: CloudFormation,
  nameOrId: string | undefined,
  refuse: (nameOrId: string) => AwsError = stackWithIdDoesNotExist,
): StackRecord {
  const stack = nameOrId === undefined ? undefined : cf.stacks.find(nameOrId);
  if (!stack) throw refuse(nameOrId ?? "");
  return stack;
}

/** Throws ValidationError for a name that no stack may have. Source: CloudFormation API Reference, CreateStack. */
export function checkStackName(name: string): void {
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) {
    throw constraintError(
      name,
      "stackName",
      "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    );
  }
  if (name.length > 128) {
    throw constraintError(name, "stackName", "Member must have length less than or equal to 128");
  }
}
