import type { JsonObject } from "../json.ts";
import type { JobCluster } from "./compile-options.ts";
import { executionName, expression } from "./jsonata.ts";

/** The arguments of RunTask that say what is run and where; all but its overrides. */
export function createRunTaskPlace(job: {
  cluster: JobCluster;
  taskDefinition: string;
  spot: boolean;
}): JsonObject {
  return {
    Cluster: job.cluster.clusterArn,
    TaskDefinition: job.taskDefinition,
    ...(job.spot
      ? { CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }] }
      : { LaunchType: "FARGATE" }),
    NetworkConfiguration: {
      AwsvpcConfiguration: {
        Subnets: [...job.cluster.subnetIds],
        SecurityGroups: [...job.cluster.securityGroupIds],
        AssignPublicIp: toAssignPublicIp(job.cluster.assignPublicIp),
      },
    },
    // The run's tasks are found by it: aws ecs describe-tasks shows the group.
    Group: expression(executionName),
    PropagateTags: "TASK_DEFINITION",
  };
}

function toAssignPublicIp(value: JobCluster["assignPublicIp"]): "ENABLED" | "DISABLED" {
  if (typeof value === "string") return value;
  return value ? "ENABLED" : "DISABLED";
}
