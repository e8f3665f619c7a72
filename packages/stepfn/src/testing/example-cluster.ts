import type { JobCluster } from "../compile/compile-options.ts";

/** A cluster as the cluster stack outputs it. */
export const exampleCluster: JobCluster = {
  clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/batch",
  subnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"],
  securityGroupIds: ["sg-0123abcd"],
  assignPublicIp: true,
  bucketName: "acme-batch-bucket-1a2b3c",
  stateMachineRoleArn: "arn:aws:iam::111122223333:role/acme/batch/state-machine",
};
