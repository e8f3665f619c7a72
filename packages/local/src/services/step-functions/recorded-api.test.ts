/** The sequences of API calls that were recorded on AWS and need no service but the engine's own, through the SDK's clients. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { createLogsService } from "../logs/service.ts";
import { createS3Service } from "../s3/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { findDifference } from "./testing/recorded-value.ts";
import { createStepFunctionsService } from "./service.ts";

interface Step {
  id?: string;
  service?: "stepfunctions" | "logs" | "s3";
  op?: string;
  params?: Record<string, unknown>;
  clientSideError?: boolean;
  wait?: string;
  args?: Record<string, string>;
  fixture?: string;
  match?: string;
  value?: unknown;
  expected?: unknown;
}

interface Case {
  id: string;
  needs: string[];
  steps: Step[];
}

const folder =
  process.env["ACME_CONFORMANCE"] ?? join(import.meta.dirname, "../../../../../../shared/conformance");
const file = join(folder, "asl/api.jsonl");

/** Known differences, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  "activities/test_activities::TestActivities::test_activity_task_on_deleted":
    "the interpreter schedules a task before anybody can say that its activity is not there",
};

/** Why a case is not run, when it is not. */
function reasonToSkip({ id, needs, steps }: Case): string | undefined {
  if (exceptions[id] !== undefined) return exceptions[id];
  const others = needs.filter((need) => !ours.has(need));
  if (others.length > 0) return `needs ${others.join(", ")}`;
  const missing = steps.find(
    ({ service, op }) => service === "stepfunctions" && op !== undefined && !Object.hasOwn(operations, op),
  )?.op;
  if (missing !== undefined) return `the engine does not answer ${missing}`;
  if (steps.some(({ wait }) => wait === "executionLogs")) return "the engine writes no logs of executions";
  if (JSON.stringify(steps).includes("variableReferences"))
    return "the engine does not list variableReferences";
  return undefined;
}

/** What a case may need that the world of a replay has. */
const ours = new Set(["logGroup", "logs", "s3", "s3Bucket", "activityConsumer"]);

const { operations } = createStepFunctionsService(createServiceWorld(() => []).context);

/** Fields that AWS has added since some of the recordings were made. */
const optional = new Set([
  "encryptionConfiguration",
  "variableReferences",
  "redriveCount",
  "redriveStatus",
  "redriveStatusReason",
]);

if (!existsSync(file)) {
  test.skip(`there are no recordings at ${file}: set ACME_CONFORMANCE to their folder`, () => {});
} else {
  const cases = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Case => JSON.parse(line));
  for (const recorded of cases) {
    const reason = reasonToSkip(recorded);
    if (reason === undefined) test(recorded.id, () => replay(recorded));
    else test.skip(`${recorded.id}: ${reason}`, () => {});
  }
}

async function replay({ steps }: Case): Promise<void> {
  const world = createServiceWorld(
    (context) => [createLogsService(context), createS3Service(context), createStepFunctionsService(context)],
    { accountId: "111111111111" },
  );
  const clients = {
    stepfunctions: { models: sfn, client: new sfn.SFNClient({ ...world.client, disableHostPrefix: true }) },
    logs: { models: logs, client: new logs.CloudWatchLogsClient(world.client) },
    s3: { models: s3, client: new s3.S3Client({ ...world.client, forcePathStyle: true }) },
  };
  const results = new Map<string, unknown>();
  const bindings = new Map<string, string>();
  for (const step of steps) {
    const { id = "", service, op, params, clientSideError, wait, args, match, value, expected } = step;
    await setUp(step, world);
    if (wait !== undefined) await settle(world, endOf(wait, resolve(args, results)));
    if (op !== undefined && service !== undefined && clientSideError !== true) {
      const { models, client } = clients[service];
      results.set(id, await call(models, client, op, resolve(params, results) as object));
    }
    // What the recording client refused by itself never reached AWS.
    const aboutClient = steps.some(
      (other) => other.clientSideError && JSON.stringify(value)?.includes(`"${other.id}`),
    );
    // Pages that the recorder's paginator collected name no call.
    const aboutPaginator = Array.isArray(value) && value.length === 0;
    if (match === undefined || aboutClient || aboutPaginator) continue;
    const actual = evaluate(value, results);
    const difference = findDifference(withoutMetadata(expected), withoutMetadata(actual), {
      bindings,
      optional,
    });
    expect(difference, `${match}: ${difference}`).toBeUndefined();
  }
  for (const { client } of Object.values(clients)) client.destroy();
  await world.close();
  expect(world.bugs).toEqual([]);
}

/** What the recorded test had beside its calls. */
async function setUp({ fixture, ...step }: Step, world: ServiceWorld): Promise<void> {
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

/** Executions go on in turns of the event loop and by the clock; who waits for an end gets both. */
async function settle(world: ServiceWorld, executionArn: string | undefined): Promise<void> {
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
      return part === "last" ? (found.split(":").at(-1) ?? "") : found;
    });
  }
  return mapValues(value, (item) => resolve(item, results));
}

function lookUp(path: string, results: Map<string, unknown>): unknown {
  const [id = "", ...fields] = path.split(".");
  return fields.reduce<unknown>(
    (found, field) => (found as Record<string, unknown> | undefined)?.[field],
    results.get(id),
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

function withoutMetadata(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { ResponseMetadata: _, $metadata: __, ...rest } = value as Record<string, unknown>;
  return rest;
}

function mapValues(value: unknown, map: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}
