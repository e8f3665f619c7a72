import type { StepFunctionsDeps } from "../deps.ts";
import { serviceQuotaExceeded } from "../errors.ts";
import type { StateMachineRecord, VersionRecord } from "./state-machine-store.ts";

/** Source: Step Functions developer guide, "Quotas": versions a state machine. */
const maxVersions = 1000;

/** The version of the current revision: the one that it has, or a new one. Joins the caller's transaction. */
export function publishVersion(
  stateMachine: StateMachineRecord,
  description: string | undefined,
  { stateMachines, context: { clock } }: StepFunctionsDeps,
): VersionRecord {
  const published = stateMachines.listVersions(stateMachine.arn, Number.MAX_SAFE_INTEGER, maxVersions);
  const existing = published.find(({ revision }) => revision === stateMachine.revision.id);
  if (existing) return existing;
  if (published.length >= maxVersions) {
    throw serviceQuotaExceeded(`The maximum number of versions of a state machine is ${maxVersions}.`);
  }
  const version = {
    stateMachine: stateMachine.arn,
    number: stateMachine.nextVersion,
    revision: stateMachine.revision.id,
    description,
    createdAt: clock.now(),
  };
  stateMachines.publish(version);
  return version;
}

export const toVersionArn = ({ stateMachine, number }: Pick<VersionRecord, "stateMachine" | "number">) =>
  `${stateMachine}:${number}`;
