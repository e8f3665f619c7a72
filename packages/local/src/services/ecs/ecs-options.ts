import type { RuntimeMode } from "../../containers/choose-runtime.ts";

/** Something that the person at the engine should see: a pull's progress, a task that runs as a process. */
export interface EcsNotice {
  readonly taskArn: string | undefined;
  readonly message: string;
}

export interface EcsOptions {
  /** Default `auto`. */
  runtime?: RuntimeMode;
  /** Where jobs reach the engine, as seen from this machine, e.g. `http://127.0.0.1:4566`. */
  endpoint: () => string | undefined;
  /** Where process tasks run. Default: the working directory. */
  projectDirectory?: string;
  /** Values of secrets by `valueFrom` or by variable name. */
  secrets?: Readonly<Record<string, string>>;
  /** The machine's environment: sockets of container engines, `ACME_SECRET_…`, PATH. Default: this process's. */
  hostEnvironment?: Readonly<Record<string, string | undefined>>;
  /** How long stopped tasks are kept. AWS keeps them an hour at least. Default 86,400 (a day). */
  stoppedTaskRetentionSeconds?: number;
  onNotice?: (notice: EcsNotice) => void;
  /**
   * Closing the engine leaves containers running for the next engine on the same store (default), or stops them, for a
   * store that ends with the engine.
   */
  onClose?: "leaveContainers" | "stopContainers";
}
