/** What AWS answered to definitions that it refuses, and to those that it was asked to validate. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  SFNClient,
  ValidateStateMachineDefinitionCommand,
  type ValidateStateMachineDefinitionCommandInput,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createLogsService } from "../logs/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createStepFunctionsService } from "./service.ts";

interface Case<Params> {
  id: string;
  params: Params;
  expected?: unknown;
  expectedError?: { code: string; message: string };
}

const folder =
  process.env["ACME_CONFORMANCE"] ?? join(import.meta.dirname, "../../../../../../shared/conformance");

let world: ServiceWorld;
let sfn: SFNClient;
beforeEach(() => {
  world = createServiceWorld((context) => [createLogsService(context), createStepFunctionsService(context)]);
  sfn = new SFNClient(world.client);
});
afterEach(async () => {
  sfn.destroy();
  await world.close();
});

forEachCase<CreateStateMachineCommandInput>("create-error.jsonl", async ({ params, expectedError }) => {
  const error: unknown = await sfn.send(new CreateStateMachineCommand(params)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: expectedError?.code, message: expectedError?.message });
});

forEachCase<ValidateStateMachineDefinitionCommandInput>("validate.jsonl", async ({ params, expected }) => {
  const { $metadata: _, ...answer } = await sfn.send(new ValidateStateMachineDefinitionCommand(params));
  expect(answer).toEqual(expected);
});

function forEachCase<Params>(name: string, check: (recorded: Case<Params>) => Promise<void>): void {
  const file = join(folder, "asl", name);
  if (!existsSync(file)) {
    test.skip(`there are no recordings at ${file}: set ACME_CONFORMANCE to their folder`, () => {});
    return;
  }
  const lines = readFileSync(file, "utf8").split("\n");
  for (const line of lines.filter((text) => text !== "")) {
    const recorded: Case<Params> = JSON.parse(line);
    test(recorded.id, () => check(recorded));
  }
}
