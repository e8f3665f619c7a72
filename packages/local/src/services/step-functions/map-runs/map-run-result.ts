import { ItemReaderFailed } from "@acme-engine/asl";

import type { Call } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import { type ChildInput } from "./child-inputs.ts";
import { collectResults } from "./collect-results.ts";
import type { LiveMapRun } from "./live-map-run.ts";
import type { MapRunStore } from "./map-run-store.ts";
import { toPendingTexts } from "./pending-children.ts";
import { writeResults } from "./write-results.ts";

interface ResultWorld {
  call: Call;
  store: MapRunStore;
}

/** What the state gets, as JSON text: the results, or where they were exported. Undefined: more than a state may have. */
export async function resultOf(
  { record: { arn }, request: { resultWriter } }: LiveMapRun,
  { call, store }: ResultWorld,
): Promise<string | undefined> {
  if (resultWriter?.target) {
    return writeResults(call, store, arn, { ...resultWriter, target: resultWriter.target }, noTexts());
  }
  const { transformation = "COMPACT", outputType = "JSON" } = resultWriter ?? {};
  return collectResults(store.readEnded(arn, "all"), arn, { transformation, outputType });
}

/** A map run that failed leaves its results too, and what it did not start. The failure itself is what is told. */
export async function exportFailure(
  { record, request: { resultWriter } }: LiveMapRun,
  inputs: () => AsyncIterable<ChildInput>,
  { call, store }: ResultWorld,
): Promise<void> {
  if (!resultWriter?.target) return;
  try {
    const started = new Set(store.childIndexes(record.arn));
    const pending = toPendingTexts(inputs(), started, record);
    await writeResults(call, store, record.arn, { ...resultWriter, target: resultWriter.target }, pending);
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof ItemReaderFailed)) throw error;
  }
}

// oxlint-disable-next-line no-empty-function -- it yields nothing on purpose
async function* noTexts(): AsyncGenerator<string> {}
