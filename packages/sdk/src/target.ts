import type { AwsClients } from "./aws-clients.ts";
import type { Identity } from "./identity.ts";
import type { Pace } from "@acme-engine/cfn";

/** Where a deployer works: one cluster, the clients that reach it, and whose account it is. */
export interface Target {
  readonly cluster: string;
  readonly clients: AwsClients;
  readonly pace: Pace;
  /** Asked once; later calls give the same answer. */
  readonly identity: (signal?: AbortSignal) => Promise<Identity>;
}

/** Options of one SDK call. */
export function withSignal(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
