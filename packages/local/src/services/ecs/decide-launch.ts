import type { CapacityProviderStrategyItem, RunTaskRequest, TaskDefinition } from "@aws-sdk/client-ecs";

import { checkStrategy } from "./cluster-operations.ts";
import type { ClusterRecord } from "./clusters.ts";
import { invalidParameter } from "./errors.ts";

export interface Launch {
  readonly launchType: "FARGATE";
  /** FARGATE or FARGATE_SPOT when a strategy decided; both run alike here. */
  readonly capacityProviderName: string | undefined;
  readonly platformVersion: string;
}

/** Where a task is to run: only Fargate has room here, as in a cluster without instances. Throws as RunTask does. */
export function decideLaunch(
  input: RunTaskRequest,
  cluster: ClusterRecord,
  definition: TaskDefinition,
): Launch {
  const { launchType, capacityProviderStrategy: given = [] } = input;
  if (launchType !== undefined && given.length > 0) {
    throw invalidParameter(
      "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
    );
  }
  const strategy =
    given.length > 0 ? given : launchType === undefined ? cluster.defaultCapacityProviderStrategy : [];
  if (given.length > 0) checkStrategy(given, cluster.capacityProviders);
  if (launchType === "EXTERNAL" || launchType === "MANAGED_INSTANCES") {
    throw invalidParameter(
      `The local engine has no capacity for launch type ${launchType}; it runs FARGATE tasks.`,
    );
  }
  // Without a launch type and a default strategy AWS looks for instances.
  if (launchType === "EC2" || (launchType === undefined && strategy.length === 0)) {
    throw invalidParameter("No Container Instances were found in your cluster.");
  }
  if (!definition.compatibilities?.includes("FARGATE")) {
    throw invalidParameter("Task definition does not support launch_type FARGATE.");
  }
  const network = input.networkConfiguration?.awsvpcConfiguration;
  if (!network) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (!network.subnets?.length) throw invalidParameter("subnets can not be empty.");
  const { platformVersion = "LATEST" } = input;
  return {
    launchType: "FARGATE",
    capacityProviderName: providerOf(strategy),
    platformVersion: platformVersion === "LATEST" ? "1.4.0" : platformVersion,
  };
}

/** A base comes first, then the greatest weight: which of the two providers is named changes nothing else here. */
function providerOf(strategy: readonly CapacityProviderStrategyItem[]): string | undefined {
  return strategy.toSorted((a, b) => (b.base ?? 0) - (a.base ?? 0) || (b.weight ?? 0) - (a.weight ?? 0))[0]
    ?.capacityProvider;
}
