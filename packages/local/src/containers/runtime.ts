/** What a task hands to a runtime: one container, with everything about AWS worked out already. */
export interface ContainerSpec {
  readonly taskId: string;
  readonly name: string;
  readonly image: string;
  /** `undefined`: the image's own. */
  readonly entryPoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string | undefined;
  readonly user: string | undefined;
  readonly readonlyRootFilesystem: boolean;
  /** An init process as PID 1 passes signals on and reaps children. */
  readonly init: boolean;
  /** Hard limit; 1024 units are one CPU. */
  readonly cpuUnits: number | undefined;
  /** Share of a contended CPU. */
  readonly cpuShares: number | undefined;
  /** Hard limit. */
  readonly memoryMiB: number | undefined;
  readonly memoryReservationMiB: number | undefined;
  /** Volumes that the task's containers share and that end with it. */
  readonly mounts: readonly { volume: string; path: string; readOnly: boolean }[];
  readonly ulimits: readonly { name: string; soft: number; hard: number }[];
  readonly labels: Readonly<Record<string, string>>;
  /** Between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
}

/** A line that a container wrote, without its line end. */
export interface OutputLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/**
 * Called with lines as they come, in order. `position` says how far the output has been read: kept together with the
 * lines, it lets a later engine read on without loss or repetition; `undefined` when the output cannot be read again.
 */
export type ReceiveOutput = (lines: readonly OutputLine[], position: string | undefined) => void;

/** How a later engine finds what runs; kept as JSON. */
export type ContainerReference =
  | { readonly kind: "container"; readonly id: string }
  | {
      readonly kind: "process";
      readonly pid: number;
      /** Told by the system; with it a reused pid is not taken for the same process. `undefined` where it cannot be told. */
      readonly startedAt: string | undefined;
    };

export interface ContainerExit {
  /** 128 + n when signal n ended it. `undefined` when nobody knows any more. */
  readonly exitCode: number | undefined;
  readonly outOfMemory: boolean;
  /** Why there is no exit code, or what else the runtime has to say. */
  readonly reason: string | undefined;
}

export interface RunningContainer {
  readonly reference: ContainerReference;
  /** Resolves when the container has ended and its last line has been handed over; never when it was let go. */
  readonly exited: Promise<ContainerExit>;
  /** SIGTERM (or the image's stop signal), then SIGKILL after the timeout. Resolves when the signals are on their way. */
  stop(timeoutSeconds: number): Promise<void>;
  /** Stops reading and leaves it running where a later engine can take it up, ends it where none can: for an engine that closes. */
  letGo(): void;
  /** Removes what the runtime keeps of an ended container. Never rejects. */
  remove(): Promise<void>;
}

/**
 * `notStarted`: the engine ended between creating and starting it, and nothing is left of it, so it can be started now.
 * `gone`: it ran, and how it ended (or whether) cannot be known any more; nothing of it runs on.
 */
export type NotReattached = "notStarted" | "gone";

/** A way to run containers. All methods reject with `ContainerError` for what can go wrong with a container. */
export interface ContainerRuntime {
  readonly kind: ContainerReference["kind"];
  /** Makes the image ready, pulling it when it is missing; the result is its digest, where it has one. */
  prepareImage(image: string, signal: AbortSignal): Promise<{ digest: string | undefined }>;
  /** `created` is told how the container can be found again before anything in it runs; for a process, once more when it does. */
  start(
    spec: ContainerSpec,
    receive: ReceiveOutput,
    created: (reference: ContainerReference) => void,
  ): Promise<RunningContainer>;
  /** Takes up what an earlier engine left, reading on from `position`. */
  reattach(
    reference: ContainerReference,
    position: string | undefined,
    receive: ReceiveOutput,
  ): Promise<RunningContainer | NotReattached>;
  /** Where jobs reach the engine that listens on `endpoint`, seen from inside a container. */
  endpointInside(endpoint: string): string;
}
