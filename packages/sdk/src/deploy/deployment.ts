/** What `deploy` made or found: a named, versioned, runnable job. */
export interface Deployment {
  /** As given to `deploy`, e.g. `prod`. */
  readonly name: string;
  /** `<flow>/<deployment>`, or the name alone for a job without a flow. */
  readonly fullName: string;
  /** `unchanged`: the same file is live already, nothing was written. */
  readonly change: "created" | "updated" | "unchanged";
  readonly stateMachineArn: string;
  readonly versionArn: string;
  /** The state machine version that `live` points to; counts from 1. */
  readonly version: number;
  readonly aliasArn: string;
  readonly taskDefinitionArn: string;
  /** As the task definition has it: pinned to a digest where the registry told one. Absent with a task definition of your own. */
  readonly image?: string;
  /** The `version` that was given, else the start of the source hash: tells by what was deployed. */
  readonly sourceVersion: string;
  /** Path of the definition file that was deployed. */
  readonly definitionFile: string;
  /** The version that `live` pointed to before. */
  readonly previousVersion?: number;
  /** What differs from the version before, in words, one line each. */
  readonly differences: readonly string[];
}
