/** The sequences of API calls that were recorded on AWS and need Step Functions alone, through the SDK's client. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as sfn from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { createServiceWorld } from "../service-world.ts";
import { findDifference } from "./recorded-value.ts";
import { createStepFunctionsService } from "./service.ts";

interface Step {
  id?: string;
  op?: string;
  params?: Record<string, unknown>;
  clientSideError?: boolean;
  wait?: string;
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
  if (needs.length > 0) return `needs ${needs.join(", ")}`;
  const missing = steps.find(({ op }) => op !== undefined && !Object.hasOwn(operations, op))?.op;
  if (missing !== undefined) return `the engine does not answer ${missing}`;
  if (JSON.stringify(steps).includes("variableReferences"))
    return "the engine does not list variableReferences";
  return undefined;
}

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
  const world = createServiceWorld((context) => [createStepFunctionsService(context)], {
    accountId: "111111111111",
  });
  const client = new sfn.SFNClient({ ...world.client, disableHostPrefix: true });
  const results = new Map<string, unknown>();
  const bindings = new Map<string, string>();
  for (const { id = "", op, params, clientSideError, wait, match, value, expected } of steps) {
    if (wait !== undefined) await settle();
    if (op !== undefined && clientSideError !== true) {
      results.set(id, await call(client, op, resolve(params, results) as object));
    }
    // What the recording client refused by itself never reached AWS.
    const aboutClient = steps.some(
      (step) => step.clientSideError && JSON.stringify(value)?.includes(`"${step.id}`),
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
  client.destroy();
  await world.close();
  expect(world.bugs).toEqual([]);
}

/** Executions of Pass states end within their start; nothing here takes longer than the turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

interface Failed {
  $failed: { name: string; message: string; operation: string };
}

async function call(client: sfn.SFNClient, op: string, input: object): Promise<unknown> {
  const Command = (sfn as unknown as Record<string, new (input: object) => sfn.ListStateMachinesCommand>)[
    `${op}Command`
  ];
  if (!Command) throw new Error(`the SDK has no ${op}`);
  try {
    return JSON.parse(JSON.stringify(await client.send(new Command(input))));
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
