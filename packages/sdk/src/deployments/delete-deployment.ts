import { DeleteStateMachineCommand } from "@aws-sdk/client-sfn";
import { callAws, deleteTask, listTasks } from "@acme-engine/cfn";
import type { DeployContext } from "../deploy/deploy-context.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { locateDeployment } from "./find-deployment.ts";
import { resourceNameOf } from "./state-machines.ts";

/** What was deleted. */
export interface DeletedDeployment {
  readonly fullName: string;
  readonly stateMachineArn: string;
}

/**
 * Deletes a deployment's state machine, with versions, alias and history, and then its task stacks. Revisions of the task
 * definitions stay registered. AWS deletes the machine when its last execution has ended.
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
  for (const task of await taskNames(target, resourceNameOf(stateMachineArn), signal)) {
    await deleteTask({
      cluster: target.cluster,
      name: task,
      client: target.clients.cloudFormation,
      onEvent: (event) => emit({ kind: "stack", event }),
      signal,
      pace: target.pace,
    });
  }
  return { fullName, stateMachineArn };
}

/** A job has one task stack; a flow may have more, and may have had others before. */
async function taskNames(
  { cluster, clients, pace }: Target,
  resourceName: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const tasks = await listTasks({ cluster, client: clients.cloudFormation, signal, pace });
  const further = tasks.map(({ name }) => name).filter((name) => name.startsWith(`${resourceName}--`));
  return [resourceName, ...further];
}
