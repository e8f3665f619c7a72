import type { EngineContext } from "../../engine-context.ts";
import { createService, type Service } from "../../protocol/service.ts";
import { iamOperations } from "./operations.ts";
import { createPolicies } from "./policies.ts";
import { createRoles } from "./roles.ts";
import { migrateIam } from "./schema.ts";

/**
 * IAM's roles and managed policies on the engine's store. Known gaps: nothing is enforced, there are no users, groups or
 * instance profiles, and the documents of AWS's own managed policies are not there.
 */
export function createIamService(context: EngineContext): Service {
  migrateIam(context.store);
  return createService({
    name: "iam",
    protocol: {
      kind: "awsQuery",
      version: "2010-05-08",
      xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    },
    operations: iamOperations,
    deps: { context, roles: createRoles(context.store), policies: createPolicies(context.store) },
  });
}
