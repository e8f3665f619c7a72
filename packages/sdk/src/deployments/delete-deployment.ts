import { DeleteStateMachineCommand } from "@aws-sdk/client-sfn";
import { callAws, deleteTask } from "@acme-engine/cfn";
import type { DeployContext } from "../deploy/deploy-context.ts";
import { withSignal } from "../target.ts";
import { locateDeployment } from "./find-deployment.ts";
import { resourceNameOf } from "./state-machines.ts";

/** What was deleted. */
export interface DeletedDeployment {
  readonly fullName: string;
  readonly stateMachineArn: string;
}

/**
 * Deletes a deployment's state machine, with versions, alias and history, and then its task stack. Revisions of the task
 * definition stay registered. AWS deletes the machine when its last execution has ended.
 * Source: Step Functions API Reference, DeleteStateMachine
 */
export async function deleteDeployment(
  { target, emit, signal }: DeployContext,
  name: string,
): Promise<DeletedDeployment> {
  const { fullName, stateMachineArn } = await locateDeployment(target, name, signal);
  await callAws("DeleteStateMachine", () =>
    target.clients.stepFunctions.send(new DeleteStateMachineCommand({ stateMachineArn }), withSignal(signal)),
  );
  await deleteTask({
    cluster: target.cluster,
    name: resourceNameOf(stateMachineArn),
    client: target.clients.cloudFormation,
    onEvent: (event) => emit({ kind: "stack", event }),
    signal,
    pace: target.pace,
  });
  return { fullName, stateMachineArn };
}
