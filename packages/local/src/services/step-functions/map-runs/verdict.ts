import { ItemReaderFailed } from "@acme-engine/asl";

import { AwsError } from "../../../protocol/aws-error.ts";
import type { MapRunRecord } from "./map-run-store.ts";

/** Why no more children are started: the map run has failed, or nobody waits for it. */
export type Verdict = { kind: "failed"; error: string; cause: string } | { kind: "aborted" };

/** Of what went wrong while items were read or results written. Throws what is neither: our bug. */
export function toVerdict(
  error: unknown,
  otherwise: "States.ItemReaderFailed" | "States.ResultWriterFailed",
): Verdict {
  if (error instanceof ItemReaderFailed || error instanceof AwsError) {
    return { kind: "failed", error: otherwise, cause: error.message };
  }
  // The interpreter names the errors of an ItemSelector itself.
  if (error instanceof Error && "error" in error && typeof error.error === "string") {
    return { kind: "failed", error: error.error, cause: error.message };
  }
  throw error;
}

/** Of a map run that had failed before its parent was told. */
export function toStoredVerdict({ status, error, cause }: MapRunRecord): Verdict | undefined {
  if (status !== "FAILED") return undefined;
  return { kind: "failed", error: error ?? "States.Runtime", cause: cause ?? "" };
}
