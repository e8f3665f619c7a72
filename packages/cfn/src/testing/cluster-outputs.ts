/** Outputs of a cluster's stack. */
export const clusterOutputs = {
  ClusterName: "batch",
  ClusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/batch",
  VpcId: "vpc-1",
  SubnetIds: "subnet-1,subnet-2",
  SecurityGroupIds: "sg-1",
  AssignPublicIp: "ENABLED",
  LogGroupName: "/acme/batch",
  BucketName: "acme-batch-bucket-1",
  ExecutionRoleArn: "arn:aws:iam::123456789012:role/acme/batch/e",
  TaskRoleArn: "arn:aws:iam::123456789012:role/acme/batch/t",
  StateMachineRoleArn: "arn:aws:iam::123456789012:role/acme/batch/m",
  SchedulerRoleArn: "arn:aws:iam::123456789012:role/acme/batch/s",
  JobCpu: "1024",
  JobMemory: "2048",
};
