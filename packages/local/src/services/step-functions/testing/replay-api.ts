/** Replays sequences of API calls that were recorded on AWS, through the SDK's clients. */
import { createServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService } from "../service.ts";
import { isKnownFunction, type RecordedFunction } from "./recorded-functions.ts";
import { createReplayWorld, type ReplayWorld } from "./replay-world.ts";
import { findDifference } from "./recorded-value.ts";

interface Step {
  id?: string;
  service?: "stepfunctions" | "logs" | "s3";
  op?: string;
  params?: Record<string, unknown>;
  clientSideError?: boolean;
  wait?: string;
  args?: Record<string, string>;
  fixture?: string;
  name?: string;
  handlerKind?: RecordedFunction["handlerKind"];
  match?: string;
  value?: unknown;
  expected?: unknown;
}

/** A line of asl/api.jsonl. */
export interface ApiCase {
  id: string;
  needs: string[];
  steps: Step[];
}

/** The Lambda functions that a test had. */
function functionsOf(steps: readonly Step[]): RecordedFunction[] {
  return steps.flatMap(({ fixture, name, handlerKind }) =>
    fixture === "lambda" && name !== undefined && handlerKind !== undefined ? [{ name, handlerKind }] : [],
  );
}

/** Why a case is not run, when it is not. */
export function reasonToSkip({ needs, steps }: ApiCase): string | undefined {
  const others = needs.filter((need) => !ours.has(need));
  if (others.length > 0) return `needs ${others.join(", ")}`;
  if (!functionsOf(steps).every(isKnownFunction)) return "needs a function whose code is not recorded";
  const { operations } = createStepFunctionsService(createServiceWorld(() => []).context);
  const missing = steps.find(
    ({ service, op }) => service === "stepfunctions" && op !== undefined && !Object.hasOwn(operations, op),
  )?.op;
  return missing === undefined ? undefined : `the engine does not answer ${missing}`;
}

/** What a case may need that the world of a replay has. */
const ours = new Set(["logGroup", "logs", "s3", "s3Bucket", "activityConsumer", "lambda"]);

/** Fields that AWS has added since some of the recordings were made. */
const optional = new Set([
  "encryptionConfiguration",
  "variableReferences",
  "redriveCount",
  "redriveStatus",
  "redriveStatusReason",
  "failuresNotRedrivable",
  "pendingRedrive",
]);

/** Where the answers first differ from the recorded ones; undefined when they do not. `http`: through a socket. */
export async function replayApiCase(
  { steps }: ApiCase,
  { http }: { http: boolean },
): Promise<string | undefined> {
  const world = await createReplayWorld({ http, functions: functionsOf(steps) });
  try {
    return (await findStepDifference(steps, world)) ?? bugIn(world);
  } finally {
    await world.close();
  }
}

async function findStepDifference(steps: readonly Step[], world: ReplayWorld): Promise<string | undefined> {
  const results = new Map<string, unknown>();
  const bindings = new Map<string, string>();
  for (const step of steps) {
    const { id = "", service, op, params, clientSideError, wait, args, match, value, expected } = step;
    await setUp(step, world);
    if (wait !== undefined) await settle(world, endOf(wait, resolve(args, results)));
    if (wait === "executionLogs") results.set(id, await readExecutionLogs(world, resolve(args, results)));
    if (op !== undefined && service !== undefined && clientSideError !== true) {
      const { models, client } = world.clients[service];
      results.set(id, await world.settle(call(models, client, op, resolve(params, results) as object)));
    }
    // What the recording client refused by itself never reached AWS.
    const aboutClient = steps.some(
      (other) => other.clientSideError && JSON.stringify(value)?.includes(`"${other.id}`),
    );
    // Pages that the recorder's paginator collected name no call.
    const aboutPaginator = Array.isArray(value) && value.length === 0;
    if (match === undefined || aboutClient || aboutPaginator) continue;
    const actual = evaluate(value, results);
    // How long a function took on AWS is no matter of the engine.
    const ignored = functionsOf(steps).length > 0 ? ["billingDetails"] : [];
    const difference = findDifference(without(expected, ignored), without(actual, ignored), {
      bindings,
      optional,
    });
    if (difference !== undefined) return `${match}: ${difference}`;
  }
  return undefined;
}

function bugIn({ bugs }: ReplayWorld): string | undefined {
  const [bug] = bugs;
  return bug === undefined ? undefined : `the engine failed: ${String(bug)}`;
}

/** What the recorded test had beside its calls. */
async function setUp({ fixture, ...step }: Step, world: ReplayWorld): Promise<void> {
  const { call: ask } = world.context;
  const facts: Record<string, unknown> = step;
  switch (fixture) {
    case "logGroup":
      await ask("logs", "CreateLogGroup", { logGroupName: facts["name"] });
      break;
    case "s3Bucket":
      await ask("s3", "CreateBucket", { Bucket: facts["name"] });
      break;
    case "activityConsumer": {
      const { stateMachineArn } = await ask<object, { stateMachineArn: string }>(
        "states",
        "CreateStateMachine",
        {
          name: "activity-consumer",
          definition: JSON.stringify(facts["definition"]),
          roleArn: "arn:aws:iam::111111111111:role/consumer",
        },
      );
      const input = JSON.stringify({ ActivityArn: facts["activityArn"] });
      await ask("states", "StartExecution", { stateMachineArn, input });
      break;
    }
  }
}

/** The execution whose end the recorder waited for. */
function endOf(wait: string, args: unknown): string | undefined {
  if (wait !== "executionTerminated" && wait !== "executionSucceeded") return undefined;
  return (args as { execution_arn?: string } | undefined)?.execution_arn;
}

/** What the executions of a replay have logged, in order. */
async function readExecutionLogs(world: ReplayWorld, args: unknown): Promise<unknown[]> {
  const { logGroupName } = args as { logGroupName: string };
  for (let second = 0; second < 60; second++) {
    await settle(world, undefined);
    const { events = [] } = await world.context.call<object, { events?: { message?: string }[] }>(
      "logs",
      "FilterLogEvents",
      { logGroupName },
    );
    const logged = events.map(({ message = "" }) => JSON.parse(message) as { type: string });
    if (logged.some(({ type }) => endTypes.has(type))) return logged;
    world.clock.advanceTo(world.clock.now() + 1000);
  }
  return [];
}

const endTypes = new Set(["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"]);

/** Executions go on in turns of the event loop and by the clock; who waits for an end gets both. */
async function settle(world: ReplayWorld, executionArn: string | undefined): Promise<void> {
  for (let second = 0; second < 60; second++) {
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    if (executionArn === undefined) return;
    const { status } = await world.context.call<object, { status: string }>("states", "DescribeExecution", {
      executionArn,
    });
    if (status !== "RUNNING") return;
    world.clock.advanceTo(world.clock.now() + 1000);
  }
}

interface Failed {
  $failed: { name: string; message: string; operation: string };
}

/** A client of any service, as far as a replay uses it. */
interface Client {
  send(command: unknown): Promise<object>;
}

async function call(models: object, client: unknown, op: string, input: object): Promise<unknown> {
  const Command = (models as Record<string, new (input: object) => object>)[`${op}Command`];
  if (!Command) throw new Error(`the SDK has no ${op}`);
  try {
    const { Body, ...response } = (await (client as Client).send(new Command(input))) as {
      Body?: { transformToString(): Promise<string> };
    };
    const answer = { ...response, ...(Body && { Body: await Body.transformToString() }) };
    return JSON.parse(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failed: Failed = { $failed: { name: error.name, message: error.message, operation: op } };
    return failed;
  }
}

/** Puts what earlier calls answered in the place of `${r1.field}`. */
function resolve(value: unknown, results: Map<string, unknown>): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/\$\{([^}]+)\}/g, (_, reference: string) => {
      const [path = "", part] = reference.split("|");
      const found = String(lookUp(path, results));
      return part === undefined ? found : partOfArn(found, part);
    });
  }
  return mapValues(value, (item) => resolve(item, results));
}

/** `last`: what follows the last colon. Of a map run's ARN, `…:<sm>/<label>:<id>`, each by its name. */
function partOfArn(arn: string, part: string): string {
  const [machine = "", last = ""] = arn.split(":").slice(-2);
  const [sm, label] = machine.split("/");
  return { last, id: last, sm, label }[part] ?? arn;
}

function lookUp(path: string, results: Map<string, unknown>): unknown {
  const [id = "", ...fields] = path.split(".");
  const [start = "", last] = id.split("[-1]");
  const first = last === undefined ? results.get(id) : (results.get(start) as unknown[]).at(-1);
  const keys = fields.flatMap((field) => field.split(/[[\]]/).filter((key) => key !== ""));
  return keys.reduce<unknown>(
    (found, field) => (found as Record<string, unknown> | undefined)?.[field],
    first,
  );
}

/** What a match compares: a response, a part of one, or an error in one of the recorder's forms. */
function evaluate(value: unknown, results: Map<string, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const spec = value as Record<string, unknown>;
  const failedOf = (id: unknown) => (results.get(String(id)) as Failed).$failed;
  if ("$ref" in spec) return results.get(String(spec["$ref"]));
  if ("$path" in spec) {
    const path = String(spec["$path"]);
    return path.endsWith("!typename") ? failedOf(path.split("!")[0]).name : lookUp(path, results);
  }
  if ("$errorString" in spec) {
    const { name, message, operation } = failedOf(spec["$errorString"]);
    return `An error occurred (${name}) when calling the ${operation} operation: ${message}`;
  }
  if ("$errorResponse" in spec) {
    const { name, message } = failedOf(spec["$errorResponse"]);
    return { Error: { Code: name, Message: message }, message };
  }
  return mapValues(value, (item) => evaluate(item, results));
}

/** An answer without what its transport adds, and without some fields. */
function without(value: unknown, ignored: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const dropped = ["ResponseMetadata", "$metadata", ...ignored];
  return Object.fromEntries(Object.entries(value).filter(([key]) => !dropped.includes(key)));
}

function mapValues(value: unknown, map: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}
