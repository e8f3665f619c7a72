import { ContainerError } from "./container-error.ts";
import type { ContainerRuntime } from "./runtime.ts";

/**
 * `container`: a container engine or nothing. `process`: always processes of this machine. `auto`: containers when an engine answers
 * and the images can be had, processes otherwise.
 */
export type RuntimeMode = "auto" | "container" | "process";

export interface RuntimeSources {
  readonly mode: RuntimeMode;
  /** The container engine's runtime; `undefined` when none answers. */
  readonly connect: () => Promise<ContainerRuntime | undefined>;
  /** Why none answers, for a person. */
  readonly whyNone: () => Promise<string>;
  readonly processRuntime: (because: string) => ContainerRuntime;
}

/** What the choice depends on. */
export interface ContainerWish {
  readonly image: string;
  /** Without one only the image knows what to run, so a process cannot stand in. */
  readonly hasCommand: boolean;
}

export interface ChosenRuntime {
  readonly runtime: ContainerRuntime;
  /** Digests by image, of those that have one. */
  readonly digests: ReadonlyMap<string, string>;
}

/** Chooses for a whole task and makes its images ready. Rejects with `ContainerError` when the task cannot run. */
export async function chooseRuntime(
  containers: readonly ContainerWish[],
  { mode, connect, whyNone, processRuntime }: RuntimeSources,
  signal: AbortSignal,
): Promise<ChosenRuntime> {
  const asProcess = (because: string): ChosenRuntime => ({
    runtime: processRuntime(because),
    digests: new Map(),
  });
  if (mode === "process") return asProcess("the engine was started with --runtime process");

  const runtime = await connect();
  if (!runtime) {
    const why = await whyNone();
    if (mode === "auto") return asProcess(why);
    throw new ContainerError(
      "ResourceInitializationError",
      `${why}. Start Docker or Podman, set DOCKER_HOST, or run with --runtime process`,
    );
  }
  const digests = new Map<string, string>();
  try {
    for (const image of new Set(containers.map((container) => container.image))) {
      const { digest } = await runtime.prepareImage(image, signal);
      if (digest !== undefined) digests.set(image, digest);
    }
  } catch (error) {
    const canBeProcess = mode === "auto" && containers.every(({ hasCommand }) => hasCommand);
    if (!(error instanceof ContainerError) || !canBeProcess) throw error;
    return asProcess(`its image cannot be had (${error.message})`);
  }
  return { runtime, digests };
}
