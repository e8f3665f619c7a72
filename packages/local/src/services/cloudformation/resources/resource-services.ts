import type { Call, EngineContext } from "../../../engine-context.ts";
import { toResourceFailure } from "./resource-failure.ts";

/** What providers work with: the other services as CloudFormation calls them. */
export interface ResourceServices {
  readonly context: EngineContext;
  /** Rejects with ResourceFailure when the service refuses. */
  readonly call: Call;
}

export function createResourceServices(context: EngineContext): ResourceServices {
  return {
    context,
    async call(service, operation, input) {
      try {
        return await context.call(service, operation, input);
      } catch (error) {
        throw toResourceFailure(error, service, context.createId());
      }
    },
  };
}
