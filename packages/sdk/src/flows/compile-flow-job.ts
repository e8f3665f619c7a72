import type { Cluster } from "@acme-engine/cfn";
import { checkFargateSize, checkTaskRequest } from "@acme-engine/cfn";
import type { CompileOptions, FlowDefinitionFile } from "@acme-engine/stepfn";
import { compileFlowFile } from "@acme-engine/stepfn/flow-file";
import type { CompiledFlow, TypeOracle } from "@acme-engine/stepfn/compile-flow";
import { toJobCluster, toTransform } from "../deploy/compile-job.ts";
import { clusterTag, deploymentTag } from "../deployments/state-machines.ts";
import { toLabelTags } from "../input/labels.ts";
import { createDeploymentName, toFlowName } from "../names/deployment-name.ts";
import { FlowCompileError } from "./flow-compile-error.ts";
import type { Runner } from "./runner-command.ts";
import type { FlowModule } from "./flow-module.ts";
import type { FlowJob, FlowRequest } from "./parse-flow-options.ts";

/** The flow's definition file, unpinned. Makes no call. @throws FlowCompileError; what `checkTaskRequest` throws */
export function compileFlowJob(
  request: FlowRequest,
  job: FlowJob,
  flow: string,
  module: FlowModule,
  { cluster, runner, types }: { cluster: Cluster; runner: Runner; types: TypeOracle | undefined },
): { file: FlowDefinitionFile; compiled: CompiledFlow } {
  const { names, container, environment, timeoutSeconds, description, version } = job;
  const { kind: _kind, secrets, taskTags, ...settings } = container;
  const size = { cpu: container.cpu ?? cluster.jobCpu, memory: container.memory ?? cluster.jobMemory };
  const result = compileFlowFile({
    name: names.resourceName,
    deploymentName: names.name,
    cluster: {
      ...toJobCluster(cluster),
      ...(request.stateMachineRoleArn !== undefined && { stateMachineRoleArn: request.stateMachineRoleArn }),
    },
    source: module.source,
    path: module.shownPath,
    readModule: module.readModule,
    flow,
    types,
    container: {
      ...settings,
      ...size,
      ...runner,
      ...(Object.keys(environment).length > 0 && { environment }),
      ...(Object.keys(secrets).length > 0 && { secrets }),
      ...(Object.keys(taskTags).length > 0 && { taskTags }),
    },
    defaultSize: size,
    spot: request.spot ?? job.spot,
    heartbeatSeconds: request.heartbeatSeconds,
    timeoutSeconds,
    // What is not JSON in them is found and named by the compiler.
    parameters: job.parameters as CompileOptions["parameters"],
    description,
    version,
    tags: {
      [clusterTag]: names.cluster,
      [deploymentTag]: names.fullName,
      ...toLabelTags(job.labels),
    },
    resourceNameOfFlow: (other) =>
      createDeploymentName({ cluster: names.cluster, flowName: toFlowName(other), name: names.name })
        .resourceName,
    transform: toTransform(job),
  });
  if (result.file === undefined) throw new FlowCompileError(module, result.diagnostics);
  for (const [family, task] of Object.entries(result.file.tasks))
    checkTaskRequest({ cluster: names.cluster, name: family, ...task });
  for (const { options } of result.compiled.tasks) checkSize(options, size);
  return result;
}

function checkSize(options: Readonly<Record<string, unknown>>, size: { cpu: number; memory: number }): void {
  const { cpu = size.cpu, memory = size.memory } = options;
  if (typeof cpu === "number" && typeof memory === "number") checkFargateSize({ cpu, memory });
}
