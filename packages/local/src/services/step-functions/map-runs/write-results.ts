import {
  type ListedFile,
  listFrames,
  type MapRunWriter,
  resultFileName,
  resultFolder,
  type ResultStatus,
  resultTexts,
  toChildRecord,
  toExportResult,
  toManifest,
} from "@acme-engine/asl";

import type { Call } from "../../../engine-context.ts";
import { toEndedChild } from "./ended-child.ts";
import type { EndedChildRow, MapRunStore } from "./map-run-store.ts";
import { createObjectWriter } from "./object-writer.ts";

/** Bytes of a result file, about. Source: Developer Guide, ResultWriter: 5 GB. */
const maxFileBytes = 5_000_000_000;

/** Children that were not started, as the texts of their records. */
export type PendingTexts = AsyncIterable<string>;

/**
 * Exports what became of a map run's children: a file for each kind of outcome that there was, and the manifest. Gives the
 * state's result as JSON text. Rejects with AwsError.
 */
export async function writeResults(
  call: Call,
  store: MapRunStore,
  mapRunArn: string,
  writer: MapRunWriter & { target: { bucket: string; prefix: string } },
  pending: PendingTexts,
): Promise<string> {
  const { bucket, prefix } = writer.target;
  const folder = resultFolder(prefix, mapRunArn);
  const texts = (which: "succeeded" | "unsuccessful") =>
    toTexts(store.readEnded(mapRunArn, which), mapRunArn, writer);
  const files = {
    SUCCEEDED: await writeFiles("SUCCEEDED", texts("succeeded")),
    FAILED: await writeFiles("FAILED", texts("unsuccessful")),
    PENDING: await writeFiles("PENDING", pending),
  };
  const manifest = createObjectWriter(call, { Bucket: bucket, Key: `${folder}/manifest.json` });
  await manifest.write(toManifest(bucket, mapRunArn, files));
  await manifest.end();
  return JSON.stringify(toExportResult(mapRunArn, bucket, folder));

  async function writeFiles(
    status: ResultStatus,
    list: Iterable<string> | AsyncIterable<string>,
  ): Promise<ListedFile[]> {
    const { open, separator, close } = listFrames[writer.outputType];
    const written: ListedFile[] = [];
    let file: ReturnType<typeof createObjectWriter> | undefined;
    let Key = "";
    let characters = 0;
    const finish = async () => {
      if (!file) return;
      await file.write(close);
      written.push({ Key, Size: await file.end() });
      file = undefined;
    };
    for await (const text of list) {
      if (characters + text.length > maxFileBytes) await finish();
      if (file) await file.write(separator + text);
      else {
        Key = `${folder}/${resultFileName(status, written.length, writer.outputType)}`;
        file = createObjectWriter(call, { Bucket: bucket, Key });
        characters = 0;
        await file.write(open + text);
      }
      characters += text.length + 1;
    }
    await finish();
    return written;
  }
}

function* toTexts(
  children: Iterable<EndedChildRow>,
  mapRunArn: string,
  { transformation }: MapRunWriter,
): Generator<string> {
  for (const child of children) {
    yield* resultTexts(toChildRecord(toEndedChild(child, mapRunArn)), transformation);
  }
}
