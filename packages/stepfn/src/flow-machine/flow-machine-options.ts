import type { Definition, JobCluster, TaskSpec } from "../compile/compile-options.ts";
import type { ReadModule } from "../compile-flow/module/module-reader.ts";
import type { TypeOracle } from "../compile-flow/types/type-oracle.ts";
import type { Json } from "../json.ts";

export interface CompileFlowFileOptions {
  /** The resource name (`batch-nightly-prod`): state machine, first task definition family and folder in the bucket. */
  name: string;
  cluster: JobCluster;
  /** TypeScript, the whole module. */
  source: string;
  /** The module's path, for messages and for the comments of states: relative to the project. */
  path: string;
  /** How modules that it imports are read: `readModuleFiles(folder)`. */
  readModule?: ReadModule | undefined;
  /** The `name` in the flow's options. Default: the only flow of the module. */
  flow?: string | undefined;
  /** What a type checker knows of this module. Default: only what annotations and expressions say. */
  types?: TypeOracle | undefined;
  /** The container of a task that says nothing else. Its command runs the runner; none where the image does that. */
  container: TaskSpec;
  /** What a task is given when the flow does not say how much: cpu and memory of `container`, if given. */
  defaultSize: { cpu: number; memory: number };
  /** Default `false`; a task's own option wins. */
  spot?: boolean | undefined;
  /** How soon a container that has died is noticed. Default 90; a task's own option wins. */
  heartbeatSeconds?: number | undefined;
  /** A run that takes longer is ended. Default: none. */
  timeoutSeconds?: number | undefined;
  /** Defaults of a run's parameters. The run's input wins, key by key. */
  parameters?: Readonly<Record<string, Json>> | undefined;
  description?: string | undefined;
  version?: string | undefined;
  /** Default: `name`. */
  deploymentName?: string | undefined;
  /** Tags of the state machine. */
  tags?: Readonly<Record<string, string>> | undefined;
  /** Resource name of another flow's deployment. */
  resourceNameOfFlow: (flow: string) => string;
  /** Last word on the definition before it is written. Gets a copy and returns the definition to use; must be pure. */
  transform?: ((definition: Definition) => Definition) | undefined;
}
