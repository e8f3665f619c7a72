import type { StackEvent } from "@acme-engine/cfn";
import type { DeployEvent as MachineEvent } from "@acme-engine/stepfn";

/** The phases of a deployment, in their order. */
export type DeployPhase =
  | "describeCluster"
  | "resolveImage"
  | "bundle"
  | "buildImage"
  | "compile"
  | "deployTask"
  | "writeDefinition"
  | "deployStateMachine";

/** What a deployment is doing, as it does it. `message` is one line for a person. */
export type DeployEvent =
  | { readonly kind: "phase"; readonly phase: DeployPhase; readonly message: string }
  /** A stack or one of its resources has moved on. */
  | { readonly kind: "stack"; readonly event: StackEvent }
  | { readonly kind: "stateMachine"; readonly event: MachineEvent; readonly message: string };

export function describeMachineEvent(event: MachineEvent): string {
  switch (event.kind) {
    case "stateMachineCreated":
      return `State machine created: ${event.stateMachineArn}`;
    case "stateMachineUpdated":
      return `State machine updated: ${event.stateMachineArn}`;
    case "versionPublished":
      return `Version ${versionOf(event.versionArn)} published`;
    case "aliasMoved": {
      const from = event.from === undefined ? "" : `, before it was ${versionOf(event.from)}`;
      return `live is version ${versionOf(event.to)}${from}`;
    }
    case "tagsChanged":
      return "Tags of the state machine changed";
    case "unchanged":
      return "State machine unchanged";
  }
}

function versionOf(versionArn: string): string {
  return versionArn.slice(versionArn.lastIndexOf(":") + 1);
}
