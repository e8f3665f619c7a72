import { deploy, isFlowFile } from "@acme-engine/stepfn";
import type { DefinitionFile, Difference } from "@acme-engine/stepfn";
import type { DeployContext } from "./deploy-context.ts";
import { describeMachineEvent } from "./deploy-event.ts";
import type { Deployment } from "./deployment.ts";
import { taskDefinitionOf } from "./task-definition-of.ts";

/** Makes the pinned file's state machine the live one. `path` is where the file lies: errors name places in it. */
export async function deployStateMachine(
  { target, emit, signal }: DeployContext,
  file: DefinitionFile,
  path: string,
): Promise<Deployment> {
  const deployed = await deploy({
    path,
    client: target.clients.stepFunctions,
    onEvent: (event) => emit({ kind: "stateMachine", event, message: describeMachineEvent(event) }),
    pace: { sleep: target.pace.pause, random: target.pace.random },
    signal,
  });
  const { change, stateMachineArn, versionArn, version, aliasArn, previousVersionArn } = deployed;
  const { name, flow } = file.deployment;
  const image = imageOf(file);
  return {
    name,
    fullName: flow === undefined ? name : `${flow}/${name}`,
    change,
    stateMachineArn,
    versionArn,
    version,
    aliasArn,
    taskDefinitionArn: taskDefinitionOf(file),
    definitionFile: path,
    sourceVersion: file.version ?? file.sourceHash.replace(/^sha256:/, "").slice(0, 12),
    ...(image !== undefined && { image }),
    ...(previousVersionArn !== undefined && {
      previousVersion: Number(previousVersionArn.slice(previousVersionArn.lastIndexOf(":") + 1)),
    }),
    differences: change === "created" ? [] : deployed.differences.map(describeDifference),
  };
}

/** Of a flow, its first task's. */
function imageOf(file: DefinitionFile): string | undefined {
  if (isFlowFile(file)) return Object.values(file.tasks)[0]?.image;
  return "image" in file.task ? file.task.image : undefined;
}

/** `/definition/States/Run job/TimeoutSeconds: 60 → 120` */
function describeDifference({ path, before, after }: Difference): string {
  const show = (value: unknown) => {
    const text = value === undefined ? "nothing" : JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
  };
  return `${path}: ${show(before)} → ${show(after)}`;
}
