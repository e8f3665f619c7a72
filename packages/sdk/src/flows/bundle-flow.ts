import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { callAws } from "@acme-engine/cfn";
import type { DeployContext } from "../deploy/deploy-context.ts";
import { withSignal } from "../target.ts";
import type { FlowModule } from "./flow-module.ts";

/** The tasks of a module and the runner, as one file. */
export interface FlowBundle {
  readonly text: Buffer;
  readonly sha256: string;
  /** `bundles/<sha-256>.mjs`: by its content, so an older version of the deployment keeps its own. */
  readonly key: string;
}

/** @throws AcmeError ACME_BUNDLE with every problem and its place. */
export async function bundleFlow({ emit }: DeployContext, module: FlowModule): Promise<FlowBundle> {
  // Only who deploys a flow without an image needs them.
  const [{ bundleTasks }, esbuild] = await Promise.all([import("acme-engine/bundle"), import("esbuild")]);
  const folder = await mkdtemp(join(tmpdir(), "acme-bundle-"));
  try {
    const { path, bytes, warnings } = await bundleTasks({
      entry: module.path,
      outfile: join(folder, "tasks.mjs"),
      esbuild,
      // In this repository our packages are their sources.
      conditions: import.meta.url.endsWith(".ts") ? ["source"] : [],
    });
    const text = await readFile(path);
    const sha256 = createHash("sha256").update(text).digest("hex");
    const size = `${Math.ceil(bytes / 1024)} KiB`;
    emit({
      kind: "phase",
      phase: "bundle",
      message: [`Tasks of ${module.shownPath} bundled: ${size}`, ...warnings].join("\n"),
    });
    return { text, sha256, key: `bundles/${sha256}.mjs` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts the bundle into the bucket, unless it is there. */
export async function storeBundle(
  { target, signal }: DeployContext,
  bucketName: string,
  { key, text }: FlowBundle,
): Promise<void> {
  const { s3 } = target.clients;
  const place = { Bucket: bucketName, Key: key };
  const isThere = await s3.send(new HeadObjectCommand(place), withSignal(signal)).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await callAws("PutObject", () =>
    s3.send(
      new PutObjectCommand({ ...place, Body: text, ContentType: "text/javascript" }),
      withSignal(signal),
    ),
  );
}
