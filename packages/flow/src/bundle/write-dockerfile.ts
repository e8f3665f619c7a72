import { writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import { type DockerfileOptions, toDockerfile } from "./to-dockerfile.ts";

export interface WrittenDockerfile {
  /** Absolute. */
  path: string;
  /** False: there was one, and it stays as it is. */
  written: boolean;
}

/** Writes `Dockerfile` into the folder that the image is built from, unless there is one. `bundle` is a path. */
export async function writeDockerfile({
  folder,
  bundle,
  ...options
}: DockerfileOptions & { folder: string }): Promise<WrittenDockerfile> {
  const path = resolve(join(folder, "Dockerfile"));
  const text = toDockerfile({ ...options, bundle: relative(folder, bundle).split(sep).join("/") });
  try {
    // Not asked before: between question and write somebody else may write.
    await writeFile(path, text, { flag: "wx" });
    return { path, written: true };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return { path, written: false };
    throw error;
  }
}
