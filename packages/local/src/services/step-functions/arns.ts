import { invalidArn } from "./errors.ts";

interface Place {
  region: string;
  accountId: string;
}

export const toStateMachineArn = ({ region, accountId }: Place, name: string) =>
  `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

export const toExecutionArn = (stateMachineArn: string, name: string) =>
  `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** Express executions may share a name, so their ARN ends in an id. */
export const toExpressArn = (stateMachineArn: string, name: string, id: string) =>
  `${stateMachineArn.replace(":stateMachine:", ":express:")}:${name}:${id}`;

export const toActivityArn = ({ region, accountId }: Place, name: string) =>
  `arn:aws:states:${region}:${accountId}:activity:${name}`;

export const isActivityArn = (arn: string) => /^arn:aws[\w-]*:states:[^:]+:[^:]+:activity:[^:]+$/.test(arn);

/** Throws InvalidArn. */
export function parseActivityArn(arn: string | undefined): string {
  if (arn === undefined || !isActivityArn(arn)) throw invalidArn(arn ?? "");
  return arn;
}

/** A state machine's ARN, whole or with a version or alias behind it. */
export interface StateMachineReference {
  /** As it was given. */
  arn: string;
  /** Without the qualifier. */
  stateMachineArn: string;
  version?: number;
  alias?: string;
}

/** Only StartExecution and StartSyncExecution take a test case of the mock configuration, behind a `#`. */
export function splitTestCase(arn: string | undefined): {
  arn: string | undefined;
  testCase: string | undefined;
} {
  const [, whole, testCase] = /^([^#]*)#(.+)$/.exec(arn ?? "") ?? [];
  return { arn: whole ?? arn, testCase };
}

/** Throws InvalidArn. */
export function parseStateMachineArn(arn: string | undefined): StateMachineReference {
  const match = /^(arn:aws[\w-]*:states:[^:]*:[^:]*:stateMachine:[^:]+)(?::([^:]+))?$/.exec(arn ?? "");
  const [, stateMachineArn, qualifier] = match ?? [];
  if (arn === undefined || stateMachineArn === undefined) throw invalidArn(arn ?? "");
  if (qualifier === undefined) return { arn, stateMachineArn };
  return /^\d+$/.test(qualifier)
    ? { arn, stateMachineArn, version: Number(qualifier) }
    : { arn, stateMachineArn, alias: qualifier };
}

/** Throws InvalidArn. */
export function checkExecutionArn(arn: string | undefined): string {
  if (arn === undefined || !/^arn:aws[\w-]*:states:[^:]*:[^:]*:(execution|express):/.test(arn)) {
    throw invalidArn(arn ?? "");
  }
  return arn;
}
