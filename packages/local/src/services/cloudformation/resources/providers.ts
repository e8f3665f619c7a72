import type { EngineContext } from "../../../engine-context.ts";
import { createEcsClusterCapacityProviderAssociations } from "./ecs-cluster-capacity-provider-associations.ts";
import { createEcsCluster } from "./ecs-cluster.ts";
import { createEcsTaskDefinition } from "./ecs-task-definition.ts";
import { createIamManagedPolicy } from "./iam-managed-policy.ts";
import { createIamPolicy } from "./iam-policy.ts";
import { createIamRole } from "./iam-role.ts";
import { createLogsLogGroup } from "./logs-log-group.ts";
import { createNetworkResource } from "./network-resource.ts";
import { networkTypes } from "./network-types.ts";
import type { ResourceProvider } from "./provider.ts";
import { createResourceServices } from "./resource-services.ts";
import { createS3BucketPolicy } from "./s3-bucket-policy.ts";
import { createS3Bucket } from "./s3-bucket.ts";
import { createStateMachineAlias } from "./state-machine-alias.ts";
import { createStateMachineVersion } from "./state-machine-version.ts";
import { createStateMachine } from "./state-machine.ts";

/** The resource types that templates may have, by name. */
export function createResourceProviders(context: EngineContext): ReadonlyMap<string, ResourceProvider> {
  const services = createResourceServices(context);
  const providers = [
    createEcsCluster(services),
    createEcsClusterCapacityProviderAssociations(services),
    createEcsTaskDefinition(services),
    createIamManagedPolicy(services),
    createIamPolicy(services),
    createIamRole(services),
    createLogsLogGroup(services),
    createS3Bucket(services),
    createS3BucketPolicy(services),
    createStateMachine(services),
    createStateMachineAlias(services),
    createStateMachineVersion(services),
    ...networkTypes.map((network) => createNetworkResource(services, network)),
  ];
  return new Map(providers.map((provider) => [provider.type, provider]));
}
