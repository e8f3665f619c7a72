import type { EngineContext } from "../../engine-context.ts";
import { createService, type Service } from "../../protocol/service.ts";
import type { CloudFormation } from "./cloud-formation.ts";
import { cloudFormationOperations } from "./operations.ts";
import { createChangeSets } from "./records/change-sets.ts";
import { createStackEvents } from "./records/events.ts";
import { createExports } from "./records/exports.ts";
import { createResources } from "./records/resources.ts";
import { createStacks } from "./records/stacks.ts";
import { createResourceProviders } from "./resources/providers.ts";
import { migrateCloudFormation } from "./schema.ts";
import { createStackRunner } from "./stacks/runner.ts";
import { createTemplateReader } from "./template/template-reader.ts";

/** CloudFormation, a client of the engine's other services. README.md in this folder tells its story and its known gaps. */
export function createCloudFormationService(context: EngineContext): Service {
  migrateCloudFormation(context.store);
  const cf: CloudFormation = {
    context,
    stacks: createStacks(context.store),
    resources: createResources(context.store),
    changeSets: createChangeSets(context.store),
    exports: createExports(context.store),
    events: createStackEvents(context.store),
    providers: createResourceProviders(context),
    readTemplate: createTemplateReader(),
    start: (stackId) => runner.start(stackId),
    settled: () => runner.settled(),
  };
  const runner = createStackRunner(cf);
  return createService({
    name: "cloudformation",
    protocol: {
      kind: "awsQuery",
      version: "2010-05-15",
      xmlNamespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    },
    operations: cloudFormationOperations,
    deps: cf,
    resume: runner.resume,
    close: runner.close,
  });
}
