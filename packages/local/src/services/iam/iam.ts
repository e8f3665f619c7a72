import type { EngineContext } from "../../engine-context.ts";
import type { Policies } from "./policies.ts";
import type { Roles } from "./roles.ts";

/** What IAM's operations work with. */
export interface Iam {
  readonly context: EngineContext;
  readonly roles: Roles;
  readonly policies: Policies;
}

/** An id as IAM makes them: a prefix for the kind of entity and 17 letters and digits. Source: IAM User Guide, "IAM identifiers". */
export function createUniqueId({ context }: Iam, prefix: "AROA" | "ANPA" | "AIDA"): string {
  return `${prefix}${context.createId().replaceAll("-", "").slice(0, 17).toUpperCase()}`;
}

/** AWS's own managed policies; the engine accepts any name, for it does not enforce policies. */
export function isAwsManagedPolicy(arn: string): boolean {
  return /^arn:aws[\w-]*:iam::aws:policy\/.+/.test(arn);
}
