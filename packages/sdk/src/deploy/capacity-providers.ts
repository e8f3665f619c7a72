import type { Definition, Json, JsonObject } from "@acme-engine/stepfn";
import type { CapacityProvider } from "../input/read-capacity.ts";

/** The definition with a capacity provider strategy in the place of the launch type, in each state that runs a task. */
export function withCapacityProviders(
  definition: Definition,
  providers: readonly CapacityProvider[],
): Definition {
  return placeIn(definition, providers.map(toItem));
}

function placeIn(machine: JsonObject, strategy: JsonObject[]): JsonObject {
  const { States } = machine;
  if (!isObject(States)) return machine;
  const states = Object.entries(States).map(([name, state]): [string, Json] => [
    name,
    isObject(state) ? place(state, strategy) : state,
  ]);
  return { ...machine, States: Object.fromEntries(states) };
}

function place(state: JsonObject, strategy: JsonObject[]): JsonObject {
  const { ItemProcessor, Branches, Arguments, Resource } = state;
  if (isObject(ItemProcessor)) return { ...state, ItemProcessor: placeIn(ItemProcessor, strategy) };
  if (Array.isArray(Branches)) {
    return {
      ...state,
      Branches: Branches.map((branch) => (isObject(branch) ? placeIn(branch, strategy) : branch)),
    };
  }
  if (!isObject(Arguments) || !isRunTask(Resource)) return state;
  // AWS takes one of the two.
  const { LaunchType: _launchType, ...rest } = Arguments;
  return { ...state, Arguments: { ...rest, CapacityProviderStrategy: strategy } };
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
