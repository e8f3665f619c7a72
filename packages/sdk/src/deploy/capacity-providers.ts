import type { Definition, Json, JsonObject } from "@acme-engine/stepfn";
import type { CapacityProvider } from "../input/read-capacity.ts";

/** The definition with a capacity provider strategy in the place of the launch type, in each state that runs a task. */
export function withCapacityProviders(
  definition: Definition,
  providers: readonly CapacityProvider[],
): Definition {
  const { States } = definition;
  if (!isObject(States)) return definition;
  return { ...definition, States: Object.fromEntries(Object.entries(States).map(place)) };

  function place([name, state]: [string, Json]): [string, Json] {
    if (!isObject(state) || !isObject(state.Arguments) || !isRunTask(state.Resource)) return [name, state];
    // AWS takes one of the two.
    const { LaunchType: _launchType, ...rest } = state.Arguments;
    return [name, { ...state, Arguments: { ...rest, CapacityProviderStrategy: providers.map(toItem) } }];
  }
}

/** As Step Functions spells it. */
function toItem({ capacityProvider, weight, base }: CapacityProvider): JsonObject {
  return {
    CapacityProvider: capacityProvider,
    ...(weight !== undefined && { Weight: weight }),
    ...(base !== undefined && { Base: base }),
  };
}

function isRunTask(resource: Json | undefined): boolean {
  return typeof resource === "string" && resource.includes(":::ecs:runTask");
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
