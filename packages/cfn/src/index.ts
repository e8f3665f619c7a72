export { AcmeError } from "./acme-error.ts";
export type { AcmeErrorOptions } from "./acme-error.ts";
export { AwsCallError, callAws } from "./aws-call.ts";
export type { Pace } from "./pace.ts";
export { realPace } from "./pace.ts";

export { FargateSizeError, checkFargateSize, fargateSizes, nearestFargateSizes } from "./fargate-sizes.ts";
export type { FargateSize } from "./fargate-sizes.ts";
export {
  checkClusterName,
  checkResourceName,
  longestClusterName,
  longestResourceName,
  toClusterStackName,
  toTaskStackName,
} from "./names.ts";

export { loadTemplate } from "./template/load-template.ts";
export type { TemplateName } from "./template/load-template.ts";
export { readTemplateParameters } from "./template/template-parameters.ts";
export type { ParameterValue, TemplateParameter } from "./template/template-parameters.ts";

export type { StackOptions } from "./stack/stack-access.ts";
export type { StackEvent } from "./stack/stack-event.ts";
export { deployStack } from "./stack/deploy-stack.ts";
export type { StackDeployment, StackRequest } from "./stack/deploy-stack.ts";
export { deleteStack } from "./stack/delete-stack.ts";
export type { StackDeletion } from "./stack/delete-stack.ts";
export { StackRefusedError } from "./stack/change-set.ts";
export { StackFailedError } from "./stack/stack-failure.ts";
export { InterruptedError } from "./stack/interrupted.ts";

export type { Cluster } from "./cluster/cluster.ts";
export { clusterParameterNames, deployCluster } from "./cluster/deploy-cluster.ts";
export type { ClusterParameters, ClusterRequest } from "./cluster/deploy-cluster.ts";
export { ClusterNotFoundError, describeCluster, listClusters } from "./cluster/describe-cluster.ts";
export type { ClusterSummary } from "./cluster/describe-cluster.ts";
export { ClusterInUseError, deleteCluster } from "./cluster/delete-cluster.ts";

export { checkImageReference } from "./task/image-reference.ts";
export type { ContainerInput } from "./task/container-input.ts";
export { checkTaskRequest, deployTask } from "./task/deploy-task.ts";
export type { TaskDeployment, TaskRequest } from "./task/deploy-task.ts";
export { listTasks } from "./task/list-tasks.ts";
export type { TaskSummary } from "./task/list-tasks.ts";
export { deleteTask } from "./task/delete-task.ts";
export { renderTaskTemplate } from "./task/render-task-template.ts";
