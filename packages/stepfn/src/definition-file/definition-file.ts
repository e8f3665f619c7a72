import type { SourceMap } from "../compile-flow/emit/source-map.ts";
import type { Definition, TaskSpec } from "../compile/compile-options.ts";
import type { JsonSchema } from "acme-engine";
import type { Json } from "../json.ts";

/** Version of the file's format, its first key. */
export const definitionFileFormat = 1;

/** Stands in the definition for the task definition that does not exist yet. `pinTaskDefinition` replaces it. */
export const taskDefinitionPlaceholder = "${TaskDefinitionArn}";

/** The same for one of several, by its family. */
export function taskDefinitionPlaceholderOf(family: string): string {
  return `\${TaskDefinitionArn:${family}}`;
}

/** What a `compile` writes and `deploy` takes: a state machine, and all that its deployment needs. Keys are in the file's order. */
export type DefinitionFile = JobDefinitionFile | FlowDefinitionFile;

interface MachineFile {
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
    /** JSON Schema of the parameters of a run. */
    parametersSchema?: JsonSchema;
    clusterArn: string;
  };
}

/** One container and its states. */
export interface JobDefinitionFile extends MachineFile {
  /** The container to make a task definition from, or the task definition that is used as it is. */
  task: TaskSpec | { taskDefinitionArn: string };
  definition: Definition;
}

/** A flow and its tasks, each in its own container. */
export interface FlowDefinitionFile extends MachineFile {
  /** The containers to make task definitions from, by their families. None for a flow that has no tasks. */
  tasks: Record<string, TaskSpec>;
  /** Where its states come from. */
  source: SourceMap;
  definition: Definition;
}

export function isFlowFile(file: DefinitionFile): file is FlowDefinitionFile {
  return "tasks" in file;
}

/** Whether the definition says which task definition revisions it runs: no placeholder stands in it. */
export function isPinned(file: DefinitionFile): boolean {
  // The quote: a flow's own text may have the same characters, but not as the whole of a field.
  return !/"\$\{TaskDefinitionArn(:[\w-]+)?\}"/.test(JSON.stringify(file.definition));
}
