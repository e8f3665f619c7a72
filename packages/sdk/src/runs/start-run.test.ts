import type { JsonSchema } from "acme-engine";
import { describe, expect, test } from "vitest";
import { createImitatedRun } from "../testing/imitated-run.ts";
import { awsError } from "../testing/scripted-clients.ts";
import type { Script } from "../testing/scripted-clients.ts";
import { startRun } from "./start-run.ts";

const arn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

/** Answers StartExecution for the state machines that are there. */
function createWorld(machines: readonly string[], script: Script = {}) {
  const inputs: Record<string, unknown>[] = [];
  const { target, calls } = createImitatedRun({
    script: {
      StartExecution: (input) => {
        inputs.push(input);
        const machine = String(input["stateMachineArn"]).split(":")[6] ?? "";
        if (!machines.includes(machine)) throw awsError("StateMachineDoesNotExist");
        return { executionArn: `${arn(machine)}:${String(input["name"])}`, startDate: new Date(0) };
      },
      DescribeStateMachine: ({ stateMachineArn }) => {
        const machine = String(stateMachineArn).split(":")[6] ?? "";
        if (!machines.includes(machine)) throw awsError("StateMachineDoesNotExist");
        return { definition: JSON.stringify({ Comment: machine }) };
      },
      ListStateMachines: () => ({
        stateMachines: machines.map((name) => ({ name, stateMachineArn: arn(name) })),
      }),
      ListTagsForResource: ({ resourceArn }) => ({
        tags: [
          { key: "acme:cluster", value: "batch" },
          {
            key: "acme:deployment",
            value: String(resourceArn).split(":")[6]?.replace("batch-", "").replace("-", "/"),
          },
        ],
      }),
      ...script,
    },
  });
  return { target, inputs, calls };
}

describe("starting a run", () => {
  test("takes a look at what the parameters are to be and one call, on the alias, with the parameters as input and a name that sorts by time", async () => {
    const { target, inputs, calls } = createWorld(["batch-etl-prod"]);
    const run = await startRun(target, "etl/prod", { parameters: { day: "2026-01-31" } });
    expect(calls).toEqual(["DescribeStateMachine", "StartExecution"]);
    expect(inputs).toEqual([
      {
        stateMachineArn: `${arn("batch-etl-prod")}:live`,
        name: "20261123-180000-i00000",
        input: '{"day":"2026-01-31"}',
      },
    ]);
    expect(run).toMatchObject({ name: "20261123-180000-i00000", deployment: "etl/prod", status: "RUNNING" });
  });

  test("of a deployment without a flow takes one call", async () => {
    const { target, calls } = createWorld(["batch-etl"]);
    await startRun(target, "etl");
    expect(calls).toEqual(["StartExecution"]);
  });

  test("fills in defaults and refuses parameters that do not fit the schema of the live version", async () => {
    const parameters: JsonSchema = {
      type: "object",
      properties: { day: { type: "string", default: "today" }, limit: { type: "integer", minimum: 1 } },
      required: ["limit"],
      additionalProperties: false,
    };
    const comment = `batch-etl-prod: Loads a day\nacme: ${JSON.stringify({ parameters })}`;
    const { target, inputs } = createWorld(["batch-etl-prod"], {
      DescribeStateMachine: () => ({ definition: JSON.stringify({ Comment: comment }) }),
    });
    await startRun(target, "etl/prod", { parameters: { limit: 2 } });
    expect(inputs).toMatchObject([{ input: '{"limit":2,"day":"today"}' }]);
    await expect(startRun(target, "etl/prod", { parameters: { limit: 0.5, dya: 1 } })).rejects.toMatchObject({
      code: "ACME_BAD_INPUT",
      problems: [
        { path: "parameters.limit", message: "is 0.5; expected an integer" },
        { path: "parameters.dya", message: "is unknown; expected only day, limit" },
      ],
    });
    expect(inputs).toHaveLength(1);
  });

  test("goes without the look where that is not allowed", async () => {
    const { target, inputs } = createWorld(["batch-etl-prod"], {
      DescribeStateMachine: () => {
        throw awsError("AccessDeniedException");
      },
    });
    await startRun(target, "etl/prod");
    expect(inputs).toHaveLength(1);
  });

  test("finds the one flow that has a deployment of that name", async () => {
    const { target } = createWorld(["batch-etl-prod", "batch-report-daily"]);
    expect(await startRun(target, "daily")).toMatchObject({ deployment: "report/daily" });
  });

  test("refuses a name that several flows have", async () => {
    const { target } = createWorld(["batch-etl-prod", "batch-report-prod"]);
    await expect(startRun(target, "prod")).rejects.toMatchObject({
      code: "ACME_DEPLOYMENT_AMBIGUOUS",
      message: `"prod" may be etl/prod or report/prod.`,
    });
  });

  test("an unknown deployment is answered with the nearest and all that there are", async () => {
    const { target } = createWorld(["batch-etl-prod", "batch-report-daily"]);
    await expect(startRun(target, "etl/prd")).rejects.toMatchObject({
      code: "ACME_DEPLOYMENT_NOT_FOUND",
      known: ["etl/prod", "report/daily"],
      nearest: ["etl/prod"],
      hint: "Did you mean etl/prod? Deployments: etl/prod, report/daily.",
    });
    await expect(startRun(createWorld([]).target, "etl/prod")).rejects.toMatchObject({
      hint: "The cluster has no deployments: deploy one first.",
    });
  });

  test("a name that is taken is refused; as an idempotency key it gives the run that has it", async () => {
    const { target } = createWorld([], {
      StartExecution: () => {
        throw awsError("ExecutionAlreadyExists");
      },
    });
    await expect(startRun(target, "etl/prod", { runName: "run-1" })).rejects.toMatchObject({
      code: "ACME_RUN_EXISTS",
    });
    expect(await startRun(target, "etl/prod", { idempotencyKey: "run-1" })).toMatchObject({
      name: "run-1",
      version: 4,
    });
  });

  test("parameters over 256 KiB are refused before any call", async () => {
    const { target, calls } = createWorld(["batch-etl-prod"]);
    await expect(
      startRun(target, "etl/prod", { parameters: { text: "ü".repeat(131_072) } }),
    ).rejects.toMatchObject({
      code: "ACME_PARAMETERS_TOO_LARGE",
      message: "The parameters have 262155 bytes as JSON; Step Functions takes 262144.",
    });
    expect(calls).toEqual([]);
  });

  test.each([
    [{ tags: ["x"] }, "tags would label the run"],
    [{ timeout: 0 }, "timeout would wait for the run"],
    [
      { paramaters: {} },
      "paramaters is no option of run; known: parameters, runName, idempotencyKey, signal",
    ],
    [{ parameters: ["a"] }, "parameters is a list of 1; expected an object"],
    [{ runName: "a", idempotencyKey: "b" }, "runName and idempotencyKey both name the run; keep one"],
  ])("%j is refused", async (options, problem) => {
    const { target } = createWorld(["batch-etl-prod"]);
    // What a caller without types may pass.
    await expect(startRun(target, "etl/prod", options as object)).rejects.toMatchObject({
      code: "ACME_BAD_INPUT",
      message: expect.stringContaining(`run(): ${problem}`),
    });
  });

  test("a run's name has letters, digits, hyphens and underscores", async () => {
    const { target } = createWorld(["batch-etl-prod"]);
    await expect(startRun(target, "etl/prod", { runName: "my run" })).rejects.toMatchObject({
      code: "ACME_BAD_NAME",
      message: `"my run" cannot name a run: it has other characters or none.`,
    });
  });
});
