import type { Stack } from "@aws-sdk/client-cloudformation";
import { AcmeError } from "../acme-error.ts";
import { toTags } from "../stack/describe-stack.ts";
import { stackTags } from "../stack/stack-tags.ts";

/** A cluster as its stack's outputs tell it. */
export interface Cluster {
  name: string;
  stackName: string;
  /** Of the stack, such as `CREATE_COMPLETE`. */
  status: string;
  clusterArn: string;
  vpcId: string;
  subnetIds: string[];
  securityGroupIds: string[];
  assignPublicIp: "ENABLED" | "DISABLED";
  logGroupName: string;
  /** Large inputs go under `parameters/`, results under `results/`: these expire. Bundles of flows, under `bundles/`, do not. */
  bucketName: string;
  executionRoleArn: string;
  taskRoleArn: string;
  stateMachineRoleArn: string;
  schedulerRoleArn: string;
  /** CPU units of a job that names none. */
  jobCpu: number;
  /** MiB of a job that names none. */
  jobMemory: number;
}

export function isClusterStack(stack: Stack): boolean {
  return toTags(stack)[stackTags.kind] === "cluster";
}

/**
 * @throws AcmeError `ACME_NOT_A_CLUSTER` when outputs are missing: another stack of that name, or a copy of the
 * template that has lost them.
 */
export function toCluster(
  name: string,
  {
    stackName,
    status,
    outputs,
  }: { stackName: string; status: string; outputs: Readonly<Record<string, string>> },
): Cluster {
  const output = (key: string): string => {
    const value = outputs[key];
    if (value !== undefined) return value;
    throw new AcmeError("ACME_NOT_A_CLUSTER", `Stack "${stackName}" has no output ${key}`, {
      hint: `It is ${status}. Deploy the cluster again, or call it otherwise if that stack is another's.`,
    });
  };
  const list = (key: string) => output(key).split(",");
  return {
    name,
    stackName,
    status,
    clusterArn: output("ClusterArn"),
    vpcId: output("VpcId"),
    subnetIds: list("SubnetIds"),
    securityGroupIds: list("SecurityGroupIds"),
    assignPublicIp: output("AssignPublicIp") === "DISABLED" ? "DISABLED" : "ENABLED",
    logGroupName: output("LogGroupName"),
    bucketName: output("BucketName"),
    executionRoleArn: output("ExecutionRoleArn"),
    taskRoleArn: output("TaskRoleArn"),
    stateMachineRoleArn: output("StateMachineRoleArn"),
    schedulerRoleArn: output("SchedulerRoleArn"),
    jobCpu: Number(output("JobCpu")),
    jobMemory: Number(output("JobMemory")),
  };
}
