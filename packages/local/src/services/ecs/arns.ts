import type { EngineContext } from "../../engine-context.ts";

type Place = Pick<EngineContext, "region" | "accountId">;

function ecsArn({ region, accountId }: Place, resource: string): string {
  return `arn:aws:ecs:${region}:${accountId}:${resource}`;
}

export function clusterArn(place: Place, name: string): string {
  return ecsArn(place, `cluster/${name}`);
}

export function taskDefinitionArn(place: Place, family: string, revision: number): string {
  return ecsArn(place, `task-definition/${family}:${revision}`);
}

export function taskArn(place: Place, cluster: string, taskId: string): string {
  return ecsArn(place, `task/${cluster}/${taskId}`);
}

export function containerArn(place: Place, cluster: string, taskId: string, containerId: string): string {
  return ecsArn(place, `container/${cluster}/${taskId}/${containerId}`);
}

/** `batch` of `batch` or of `arn:aws:ecs:…:cluster/batch`; AWS takes `default` when none is given. */
export function clusterNameOf(reference: string | undefined): string {
  return lastPartOf(reference || "default", "cluster");
}

/** The id of a task's ARN (with or without the cluster's name in it) or of an id. */
export function taskIdOf(reference: string): string {
  return lastPartOf(reference, "task").split("/").at(-1) ?? reference;
}

/** `etl:3` of `etl:3` or of its ARN. */
export function familyAndRevisionOf(reference: string): { family: string; revision: number | undefined } {
  const [, family, revision] = /^(.*?)(?::(\d+))?$/.exec(lastPartOf(reference, "task-definition")) ?? [];
  return {
    family: family ?? reference,
    revision: revision === undefined ? undefined : Number(revision),
  };
}

function lastPartOf(reference: string, kind: string): string {
  return /^arn:[^:]+:ecs:[^:]*:[^:]*:([a-z-]+)\/(.+)$/.exec(reference)?.[1] === kind
    ? reference.slice(reference.indexOf(`:${kind}/`) + kind.length + 2)
    : reference;
}
