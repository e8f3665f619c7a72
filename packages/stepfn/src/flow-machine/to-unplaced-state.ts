import type { ToTaskState } from "../compile-flow/graph/action.ts";
import { TaskFamilies } from "./task-families.ts";
import { createToTaskState } from "./to-task-state.ts";

/**
 * How a flow's actions are run in a cluster that is not known yet: what a deployment will fill in stands as `${…}`. For one
 * definition, as task definitions are counted.
 */
export function createToUnplacedState(): ToTaskState {
  const name = "deployment";
  return createToTaskState({
    name,
    cluster: {
      clusterArn: "arn:aws:ecs:${Region}:${Account}:cluster/${Cluster}",
      subnetIds: ["${Subnet}"],
      securityGroupIds: ["${SecurityGroup}"],
      assignPublicIp: false,
      bucketName: "${Bucket}",
      stateMachineRoleArn: "${StateMachineRole}",
    },
    families: new TaskFamilies(name, { image: "${Image}" }),
    size: { cpu: 256, memory: 512 },
    spot: false,
    heartbeatSeconds: 90,
    resourceNameOfFlow: (other) => `deployment-of-${other}`,
    onContainer: () => {},
  });
}
