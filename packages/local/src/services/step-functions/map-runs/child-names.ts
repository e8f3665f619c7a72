import { createHash } from "node:crypto";

/** `…:mapRun:<machine>/<label>:<id>` → `…:stateMachine:<machine>/<label>`, the children's state machine. */
export function toChildStateMachineArn(mapRunArn: string): string {
  return mapRunArn.replace(":mapRun:", ":stateMachine:").replace(/:[^:]*$/, "");
}

/** The state machine of a child, from the child's own ARN: `…:execution:<machine>/<label>:<name>`, or an express one's. */
export function stateMachineOfChild(executionArn: string): string {
  const [arn, partition, states, region, account, , name] = executionArn.split(":");
  return [arn, partition, states, region, account, "stateMachine", name].join(":");
}

/**
 * A child's name: a UUID that is made of the map run and the child's place in it (version 3, as AWS's are). So a child that
 * is started again after a crash is the same execution. `attempt` is the map run's redrive count. The place is in front: the
 * store's index of names grows at one end then, which halves the time of a large map run.
 */
export function toChildName(mapRunArn: string, index: number, attempt: number): string {
  const hash = createHash("md5").update(`${mapRunArn}\n${index}\n${attempt}`).digest("hex");
  const variant = ((Number.parseInt(hash[16] ?? "0", 16) & 3) | 8).toString(16);
  const parts = [
    index.toString(16).padStart(8, "0"),
    hash.slice(8, 12),
    `3${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20),
  ];
  return parts.join("-");
}
