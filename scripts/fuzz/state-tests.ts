import { InvalidDefinition, type Json, RefusedTest, startStateTest } from "@acme-engine/asl";
import { definitions } from "./definitions.ts";
import type { Random } from "./random.ts";
import { mutate, mutateText, randomJson } from "./random-json.ts";

/** Any state with any mock, context and variables is refused in AWS's form or comes to a result. */
export function stateTests(random: Random): void {
  const machine = toJson(random.pick(definitions));
  const { States } = Object(machine);
  const [name, state] = random.pick(Object.entries(States) as [[string, Json], ...[string, Json][]]);
  const whole = random.chance(0.4);
  const definition = JSON.stringify(mutate(whole ? machine : state, random, random.pick([0.03, 0.003])));
  const text = () => (random.chance(0.2) ? mutateText("{}", random) : JSON.stringify(randomJson(random)));
  const maybe = <Value>(value: Value) => (random.chance(0.5) ? value : undefined);
  try {
    const test = startStateTest({
      definition: random.chance(0.1) ? mutateText(definition, random) : definition,
      stateName: whole ? name : undefined,
      input: random.chance(0.5) ? '{"list":[1,2,3],"n":1,"text":"e30="}' : text(),
      variables: random.chance(0.8) ? '{"v":1}' : text(),
      context: random.chance(0.7) ? undefined : random.chance(0.5) ? '{"Execution":{"Id":"x"}}' : text(),
      mock: maybe({ result: maybe(text()), errorOutput: maybe({ error: "Flaky", cause: "why" }) }),
      retrierRetryCount: maybe(random.below(5)),
      mapIterationFailureCount: maybe(random.below(5)),
      mapItemReaderData: maybe(text()),
      names: { stateMachineArn: "m", stateMachine: "m", executionArn: "e", execution: "e" },
      environment: { now: () => 0, random: () => random.next(), createId: () => "id" },
    });
    if (test.task !== undefined) {
      if (random.chance(0.5)) test.taskSucceeded(JSON.stringify(randomJson(random)));
      else test.taskFailed("Flaky", undefined);
    }
    JSON.stringify(test.result());
  } catch (error) {
    if (!(error instanceof RefusedTest || error instanceof InvalidDefinition)) throw error;
  }
}

function toJson(definition: object): Json {
  return JSON.parse(JSON.stringify(definition));
}
