import { ContainerError } from "./container-error.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { registryAuth } from "./registry-auth.ts";
import { createLineSplitter } from "./split-lines.ts";

export interface PullOptions {
  signal: AbortSignal;
  hostEnvironment: Readonly<Record<string, string | undefined>>;
  notify: (message: string) => void;
}

/** A step of a pull. Source: Docker Engine API reference, ImageCreate. */
interface PullStep {
  id?: string;
  error?: string;
  progressDetail?: { current?: number; total?: number };
}

const noticeEveryMs = 2_000;

/** Pulls an image, with the credentials of `docker login`. Rejects with CannotPullContainerError in the registry's words. */
export async function pullImage(
  connection: EngineConnection,
  image: string,
  { signal, hostEnvironment, notify }: PullOptions,
): Promise<void> {
  notify(`pulling ${image}`);
  const startedAt = performance.now();
  try {
    const auth = await registryAuth(image, hostEnvironment);
    const answer = await connection.open({
      method: "POST",
      path: "/images/create",
      query: { fromImage: withTag(image) },
      ...(auth !== undefined && { headers: { "x-registry-auth": auth } }),
      signal,
    });
    const layers = new Map<string, { current: number; total: number }>();
    let nextNoticeAt = startedAt + noticeEveryMs;
    for await (const step of stepsOf(answer)) {
      if (step.error !== undefined) throw new Error(step.error);
      const { current, total } = step.progressDetail ?? {};
      if (step.id !== undefined && current !== undefined && total !== undefined) {
        layers.set(step.id, { current, total });
      }
      if (performance.now() < nextNoticeAt || layers.size === 0) continue;
      nextNoticeAt = performance.now() + noticeEveryMs;
      notify(`pulling ${image}: ${progressOf([...layers.values()])}`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw cannotPull(image, error);
  }
  notify(`pulled ${image} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** One JSON a line, however chunks cut them. */
async function* stepsOf(answer: AsyncIterable<Uint8Array>): AsyncGenerator<PullStep> {
  const splitter = createLineSplitter();
  const parse = (line: string) => (line.trim() === "" ? [] : [JSON.parse(line) as PullStep]);
  for await (const chunk of answer) yield* splitter.push(chunk).flatMap(parse);
  yield* splitter.end().flatMap(parse);
}

/** The API pulls every tag of a name without one. */
export function withTag(image: string): string {
  const name = image.slice(image.lastIndexOf("/") + 1);
  return name.includes(":") || name.includes("@") ? image : `${image}:latest`;
}

function progressOf(layers: readonly { current: number; total: number }[]): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const sum = (key: "current" | "total") => layers.reduce((total, layer) => total + layer[key], 0);
  return `${megabytes(sum("current"))} of ${megabytes(sum("total"))} MB`;
}

function cannotPull(image: string, error: unknown): ContainerError {
  const message = error instanceof Error ? error.message : String(error);
  return new ContainerError(
    "CannotPullContainerError",
    `pull image manifest has been retried 1 time(s): failed to resolve ref ${withTag(image)}: ${message}`,
    { cause: error },
  );
}
