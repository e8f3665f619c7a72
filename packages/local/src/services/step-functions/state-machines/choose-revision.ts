import type { StateMachineReference } from "../arns.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { stateMachineDoesNotExist } from "../errors.ts";
import type { AliasRecord, Revision, StateMachineRecord, VersionRecord } from "./state-machine-store.ts";

/** What a state machine's ARN stands for: the current revision, a version's, or that of the version to which its alias routes. */
export interface ChosenRevision {
  stateMachine: StateMachineRecord;
  revision: Revision;
  version: VersionRecord | undefined;
  alias: AliasRecord | undefined;
}

/** An alias with two versions chooses one by weight, anew each time. Throws StateMachineDoesNotExist. */
export function chooseRevision(
  reference: StateMachineReference,
  { stateMachines, random }: Pick<StepFunctionsDeps, "stateMachines" | "random">,
): ChosenRevision {
  const { arn, stateMachineArn } = reference;
  const stateMachine = stateMachines.find(stateMachineArn);
  if (!stateMachine) throw stateMachineDoesNotExist(arn);
  const alias =
    reference.alias === undefined ? undefined : stateMachines.findAlias(stateMachineArn, reference.alias);
  const number = alias ? chooseVersion(alias, random) : reference.version;
  if (reference.alias === undefined && number === undefined) {
    return { stateMachine, revision: stateMachine.revision, version: undefined, alias: undefined };
  }
  const version = number === undefined ? undefined : stateMachines.findVersion(stateMachineArn, number);
  if (!version) throw stateMachineDoesNotExist(arn);
  return { stateMachine, revision: stateMachines.getRevision(version.revision), version, alias };
}

function chooseVersion({ routing }: AliasRecord, random: () => number): number | undefined {
  let left = random() * 100;
  const chosen = routing.find(({ weight }) => (left -= weight) < 0);
  return (chosen ?? routing.at(-1))?.version;
}
