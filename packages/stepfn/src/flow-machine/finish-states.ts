import { expression } from "../compile/jsonata.ts";
import { bucketUri } from "../compile/s3-locations.ts";
import { invalidParameterRetryRule, launchRetryRules } from "../compile/retry-rules.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { inputKey, isShortForSure } from "./input-entry.ts";

export interface FinishSettings {
  name: string;
  bucketName: string;
  /** The input of each state that runs a container, by its `Arguments`. */
  inputs: ReadonlyMap<Json, Json>;
  /** Told of a state that was added for another one. */
  onAdded: (added: string, of: string, why: string) => void;
}

/**
 * The definition with what the container states need around them: launches that AWS had no room for are tried again, and an input
 * that is too long for the overrides goes through S3:
 *
 *     extract ──(ECS.InvalidParameterException)──► extract: store input ──► extract: input from S3
 *        └───────────────────────────────────────────────────────────────────────┴──► …
 *
 * One transition as long as the input fits, two more where it does not.
 */
export function finishStates(definition: JsonObject, settings: FinishSettings): JsonObject {
  const names = new Set<string>();
  const variables = new Set<string>();
  forEachState(definition, (name, state) => {
    names.add(name);
    for (const variable of assignedBy(state)) variables.add(variable);
  });
  return finishMachine(definition, { ...settings, names, variables });
}

interface Finisher extends FinishSettings {
  names: Set<string>;
  variables: Set<string>;
}

function finishMachine(machine: JsonObject, finisher: Finisher): JsonObject {
  const { States } = machine;
  if (!isJsonObject(States)) return machine;
  const states: JsonObject = {};
  for (const [name, state] of Object.entries(States)) {
    if (isJsonObject(state)) Object.assign(states, finishState(name, state, finisher));
  }
  return { ...machine, States: states };
}

function finishState(name: string, state: JsonObject, finisher: Finisher): JsonObject {
  const { ItemProcessor, Branches } = state;
  if (isJsonObject(ItemProcessor))
    return { [name]: { ...state, ItemProcessor: finishMachine(ItemProcessor, finisher) } };
  if (Array.isArray(Branches)) {
    const finished = Branches.map((branch) =>
      isJsonObject(branch) ? finishMachine(branch, finisher) : branch,
    );
    return { [name]: { ...state, Branches: finished } };
  }
  const { Arguments } = state;
  const input = Arguments === undefined ? undefined : finisher.inputs.get(Arguments);
  if (input === undefined || !isJsonObject(Arguments)) return { [name]: state };
  if (isShortForSure(input))
    return { [name]: withRetry(state, [...launchRetryRules, invalidParameterRetryRule]) };
  return withInputStore(name, state, Arguments, input, finisher);
}

function withInputStore(
  name: string,
  state: JsonObject,
  given: JsonObject,
  input: Json,
  finisher: Finisher,
): JsonObject {
  const { name: machine, bucketName, onAdded } = finisher;
  const store = uniqueName(`${name}: store input`, finisher.names);
  const run = uniqueName(`${name}: input from S3`, finisher.names);
  const variable = uniqueVariable(finisher.variables);
  const key = inputKey(machine, variable);
  onAdded(store, name, "its input, where that is too long for a container's overrides");
  onAdded(run, name, "the same with its input in S3");
  const refused = "ECS.InvalidParameterException";
  const handlers = Array.isArray(state["Catch"]) ? state["Catch"] : [];
  const toStore = {
    ErrorEquals: [refused],
    // An id of its own: a loop or a Map runs the state several times in one execution.
    Assign: { [variable]: expression("$uuid()") },
    // What the states after it see is what this one saw.
    Output: expression("$states.input"),
    Next: store,
  };
  return {
    [name]: {
      ...withRetry(state, [{ ErrorEquals: [refused], MaxAttempts: 0 }, ...launchRetryRules]),
      Catch: [toStore, ...handlers],
    },
    [store]: {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:s3:putObject",
      Arguments: {
        Bucket: bucketName,
        Key: expression(key),
        // Recorded on AWS: PutObject writes the JSON text of any Body, a text's too, and loses nothing.
        Body: input,
        ContentType: "application/json",
      },
      Retry: [
        {
          ErrorEquals: ["States.TaskFailed"],
          IntervalSeconds: 2,
          BackoffRate: 2,
          MaxAttempts: 4,
          JitterStrategy: "FULL",
        },
      ],
      ...(handlers.length === 0 ? {} : { Catch: handlers }),
      Output: expression("$states.input"),
      Next: run,
    },
    [run]: {
      ...withRetry(state, [...launchRetryRules, invalidParameterRetryRule]),
      Arguments: replaceInput(given, {
        Name: "ACME_INPUT_S3_URI",
        Value: expression(`${JSON.stringify(bucketUri(bucketName))} & ${key}`),
      }),
    },
  };
}

function replaceInput(value: Json, entry: JsonObject): Json {
  if (Array.isArray(value)) return value.map((part) => replaceInput(part, entry));
  if (!isJsonObject(value)) return value;
  if (value["Name"] === "ACME_INPUT") return entry;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaceInput(part, entry)]));
}

/** The rules come before the task's own, which would else use up their attempts; a failing expression stays first. */
function withRetry(state: JsonObject, rules: readonly JsonObject[]): JsonObject {
  const own = Array.isArray(state["Retry"]) ? state["Retry"] : [];
  const { Type, Resource, Arguments, TimeoutSeconds, HeartbeatSeconds, Retry: _replaced, ...rest } = state;
  return {
    ...(Type === undefined ? {} : { Type }),
    ...(Resource === undefined ? {} : { Resource }),
    ...(Arguments === undefined ? {} : { Arguments }),
    ...(TimeoutSeconds === undefined ? {} : { TimeoutSeconds }),
    ...(HeartbeatSeconds === undefined ? {} : { HeartbeatSeconds }),
    Retry: [...rules, ...own],
    ...rest,
  };
}

/** Step Functions' limit for the name of a state. */
const maxNameLength = 80;

function uniqueName(wanted: string, names: Set<string>): string {
  const [, base = "", suffix = ""] = /^(.*)(: [\w ]+)$/s.exec(wanted) ?? [];
  for (let index = 1; ; index++) {
    const end = index === 1 ? suffix : `${suffix} ${index}`;
    const name = `${base.slice(0, maxNameLength - end.length)}${end}`;
    if (names.has(name)) continue;
    names.add(name);
    return name;
  }
}

/** Inner scopes must not have a variable of an outer one, so each state has its own in the whole definition. */
function uniqueVariable(variables: Set<string>): string {
  for (let index = 1; ; index++) {
    const name = `acmeInput${index}`;
    if (variables.has(name)) continue;
    variables.add(name);
    return name;
  }
}

function forEachState(machine: Json | undefined, visit: (name: string, state: JsonObject) => void): void {
  const states = isJsonObject(machine) ? machine["States"] : undefined;
  if (!isJsonObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue;
    visit(name, state);
    forEachState(state["ItemProcessor"], visit);
    if (Array.isArray(state["Branches"])) for (const branch of state["Branches"]) forEachState(branch, visit);
  }
}

function assignedBy(state: JsonObject): string[] {
  const places = [state, state["Catch"], state["Choices"]].flat();
  return places.flatMap((place) =>
    isJsonObject(place) && isJsonObject(place["Assign"]) ? Object.keys(place["Assign"]) : [],
  );
}
