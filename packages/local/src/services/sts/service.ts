import type { EngineContext } from "../../engine-context.ts";
import { createService, type Service } from "../../protocol/service.ts";
import { stsOperations } from "./operations.ts";

/** STS: who calls, and throw-away credentials. Known gap: nothing is enforced, whoever calls is the account's root user. */
export function createStsService(context: EngineContext): Service {
  return createService({
    name: "sts",
    protocol: {
      kind: "awsQuery",
      version: "2011-06-15",
      xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    },
    operations: stsOperations,
    deps: context,
  });
}
