import type { Stack } from "@aws-sdk/client-cloudformation";
import { AcmeError } from "../acme-error.ts";
import type { ParameterValue } from "../template/template-parameters.ts";
import { checkParameters, readTemplateParameters } from "../template/template-parameters.ts";
import type { ChangeSet } from "./change-set.ts";
import {
  StackRefusedError,
  awaitChangeSet,
  createChangeSet,
  deleteChangeSet,
  executeChangeSet,
} from "./change-set.ts";
import { describeStack, findStack, toOutputs } from "./describe-stack.ts";
import { findNewestEventId, followStack } from "./follow-stack.ts";
import { toInterrupted } from "./interrupted.ts";
import { isDeployed } from "./is-deployed.ts";
import { toEffectiveParameters, toWantedStack } from "./wanted-stack.ts";
import { requestDeletion } from "./remove-stack.ts";
import { settleStack } from "./settle-stack.ts";
import type { StackAccess, StackOptions } from "./stack-access.ts";
import { toStackAccess } from "./stack-access.ts";
import { StackFailedError } from "./stack-failure.ts";

export interface StackRequest extends StackOptions {
  stackName: string;
  /** YAML or JSON, 51,200 bytes at most. */
  templateBody: string;
  /** Default: none. Of a stack that exists, see `omitted`. */
  parameters?: Readonly<Record<string, ParameterValue>> | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  /**
   * What happens to parameters and tags that an existing stack has and this request does not name. `keep`: they stay
   * as they are. `reset` (default): parameters get the template's defaults, tags go.
   */
  omitted?: "keep" | "reset" | undefined;
  /** Looks at the values that the stack will have, before anything is made. */
  check?: ((parameters: Readonly<Record<string, string>>) => void) | undefined;
}

export interface StackDeployment {
  stackName: string;
  stackId: string;
  change: "created" | "updated" | "unchanged";
  /** Such as `CREATE_COMPLETE`. */
  status: string;
  outputs: Record<string, string>;
}

/** Source: CloudFormation User Guide, "CloudFormation quotas", template body size in a request */
const largestTemplateBytes = 51_200;

/**
 * Creates or updates a stack through a change set and waits until it stands.
 *
 * When the stack was made from this very template, with these parameters and tags, that is seen in two calls; when
 * they differ but nothing would change (another comment), AWS's empty change set says so. Whatever an earlier run left
 * is waited for, continued or removed first.
 * @throws StackRefusedError before anything is made · StackFailedError with the first resource that failed, after the
 * roll-back · InterruptedError on abort.
 */
export async function deployStack({ stackName, ...request }: StackRequest): Promise<StackDeployment> {
  const access = toStackAccess(request);
  checkTemplateSize(stackName, request.templateBody);
  const declared = readTemplateParameters(request.templateBody);
  checkParameters(declared, request.parameters ?? {});
  const undo: Undo = {};
  try {
    access.signal?.throwIfAborted();
    const stack = await settleStack(stackName, access);
    const wanted = toWantedStack(request, stack, declared);
    request.check?.(toEffectiveParameters(wanted, declared));
    if (stack !== undefined && (await isDeployed(stack, wanted, declared, access)))
      return toDeployment(stack, "unchanged");

    const type = stack === undefined ? "CREATE" : "UPDATE";
    undo.isNew = stack === undefined;
    const changeSet = await createChangeSet({ stackName, type, ...wanted }, access);
    undo.changeSet = changeSet;
    const found = await awaitChangeSet(changeSet, access);
    if (found === "empty") {
      if (stack === undefined) throw new StackRefusedError(stackName, "the template makes nothing");
      await deleteChangeSet(changeSet, access);
      return toDeployment(stack, "unchanged");
    }

    const newest = stack === undefined ? undefined : await findNewestEventId(changeSet.stackId, access);
    await executeChangeSet(changeSet, access);
    delete undo.changeSet;
    const { status, events } = await followStack(changeSet.stackId, newest, access);
    if (status !== `${type}_COMPLETE`) throw new StackFailedError(stackName, status, events);
    const change = type === "CREATE" ? "created" : "updated";
    return toDeployment(await describeStack(changeSet.stackId, access), change);
  } catch (error) {
    const takeBack = (last: StackAccess) => takeBackChangeSet(undo, last);
    if (access.signal?.aborted) throw await toInterrupted(stackName, access, takeBack);
    // What went wrong matters more than a change set that stays behind: the next run is not hindered by it.
    await takeBack(access).catch(() => {});
    throw error;
  }
}

interface Undo {
  /** Made and not yet executed. */
  changeSet?: ChangeSet;
  /** The stack exists for this change set only. */
  isNew?: boolean;
}

/** Nobody will execute that change set; with it goes the empty stack that it was to fill. */
async function takeBackChangeSet({ changeSet, isNew }: Undo, access: StackAccess): Promise<void> {
  if (changeSet === undefined) return;
  if (!isNew) return deleteChangeSet(changeSet, access);
  const stack = await findStack(changeSet.stackId, access);
  if (stack?.StackStatus === "REVIEW_IN_PROGRESS") await requestDeletion(changeSet.stackId, access);
}

function toDeployment(stack: Stack, change: StackDeployment["change"]): StackDeployment {
  return {
    stackName: stack.StackName ?? "",
    stackId: stack.StackId ?? "",
    change,
    status: stack.StackStatus ?? "",
    outputs: toOutputs(stack),
  };
}

function checkTemplateSize(stackName: string, body: string): void {
  const bytes = Buffer.byteLength(body);
  if (bytes <= largestTemplateBytes) return;
  throw new AcmeError(
    "ACME_TEMPLATE_TOO_LARGE",
    `The template of stack "${stackName}" has ${bytes} bytes; CloudFormation takes ${largestTemplateBytes} at most`,
    { hint: "Put long commands into the image, and long values into the bucket or a secret." },
  );
}
