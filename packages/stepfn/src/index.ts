export { AcmeError } from "./acme-error.ts";
export { compile } from "./compile/compile.ts";
export { readComment } from "./compile/describe-machine.ts";
export type { CompileOptions, Definition, JobCluster, TaskSpec } from "./compile/compile-options.ts";
export { checkDefinition, type FileSource } from "./definition-file/check-definition.ts";
export {
  definitionFileFormat,
  isFlowFile,
  isPinned,
  taskDefinitionPlaceholder,
} from "./definition-file/definition-file.ts";
export type {
  DefinitionFile,
  FlowDefinitionFile,
  JobDefinitionFile,
} from "./definition-file/definition-file.ts";
export { parseDefinitionFile } from "./definition-file/parse-definition-file.ts";
export { pinTaskDefinition, pinTaskDefinitions } from "./definition-file/pin-task-definition.ts";
export { readDefinitionFile } from "./definition-file/read-definition-file.ts";
export { formatDefinitionFile, writeDefinitionFile } from "./definition-file/write-definition-file.ts";
export { deploy } from "./deploy/deploy.ts";
export type { Deployed, DeployOptions, PlannedDeployment } from "./deploy/deploy.ts";
export type { DeployEvent } from "./deploy/world.ts";
export type { Difference } from "./deploy/differences.ts";
export type { Pace } from "./deploy/pace.ts";
export { rollback } from "./deploy/rollback.ts";
export type { RollbackOptions, RolledBack } from "./deploy/rollback.ts";
export { flowCommand } from "./flow/flow-command.ts";
export { resolveImageDigest } from "./image/resolve-image-digest.ts";
export type { ResolvedImage } from "./image/resolve-image-digest.ts";
export type { Json, JsonObject } from "./json.ts";
export { nearestNames } from "./nearest-names.ts";
