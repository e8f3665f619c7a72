import type { Definition, TaskSpec } from "../compile/compile-options.ts";
import type { Json } from "../json.ts";

/** Version of the file's format, its first key. */
export const definitionFileFormat = 1;

/** Stands in the definition for the task definition that does not exist yet. `pinTaskDefinition` replaces it. */
export const taskDefinitionPlaceholder = "${TaskDefinitionArn}";

/** What `compile` writes and `deploy` takes: a state machine, and all that its deployment needs. Keys are in the file's order. */
export interface DefinitionFile {
  acmeDefinition: typeof definitionFileFormat;
  /** Of the state machine. */
  name: string;
  type: "STANDARD";
  /** The state machine's role. */
  roleArn: string;
  description?: string;
  version?: string;
  tags: Record<string, string>;
  /** `sha256:…` of what was compiled, the placeholder unpinned: two files with the same hash come from the same job. */
  sourceHash: string;
  deployment: {
    name: string;
    flow?: string;
    entrypoint?: string;
    /** Default parameters. */
    parameters: Record<string, Json>;
    clusterArn: string;
  };
  /** The container to make a task definition from, or the task definition that is used as it is. */
  task: TaskSpec | { taskDefinitionArn: string };
  definition: Definition;
}

/** The task definition revision that the definition runs, or undefined while the placeholder stands in it. */
export function isPinned(file: DefinitionFile): boolean {
  return !JSON.stringify(file.definition).includes(taskDefinitionPlaceholder);
}
