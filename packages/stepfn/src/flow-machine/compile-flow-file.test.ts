import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../compile-flow/source/format-diagnostic.ts";
import type { FlowDefinitionFile } from "../definition-file/definition-file.ts";
import { pinTaskDefinitions } from "../definition-file/pin-task-definition.ts";
import { isPinned } from "../definition-file/definition-file.ts";
import { parseDefinitionFile } from "../definition-file/parse-definition-file.ts";
import { formatDefinitionFile } from "../definition-file/write-definition-file.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { exampleCluster } from "../testing/example-cluster.ts";
import { compileFlowFile } from "./compile-flow-file.ts";
import type { CompileFlowFileOptions } from "./flow-machine-options.ts";

const example = new URL("../../../../examples/nightly/flow.ts", import.meta.url);

function compileFile(source: string, options: Partial<CompileFlowFileOptions> = {}): FlowDefinitionFile {
  const path = "flows/order.ts";
  const result = compileFlowFile({
    name: "batch-order-prod",
    deploymentName: "prod",
    cluster: exampleCluster,
    source,
    path,
    container: { image: "registry.example/etl:1.4" },
    defaultSize: { cpu: 1024, memory: 2048 },
    resourceNameOfFlow: (flow) => `batch-${flow}-prod`,
    ...options,
  });
  if (result.file !== undefined) return result.file;
  throw new Error(result.diagnostics.map((each) => formatDiagnostic(each, source, path)).join("\n"));
}

/** A flow of one task with those options, which gives it what it was given. */
const oneTask = (options: string, body = "await work(input)") => `
import { callback, container, flow, task } from "acme-engine";
const work = task({ name: "work"${options} }, async (input: { text: string }): Promise<number> => input.text.length);
export const order = flow({ name: "order" }, async (input: { text: string }) => ${body});`;

function stateOf(file: FlowDefinitionFile, name: string): JsonObject {
  const states = file.definition["States"];
  const state = isJsonObject(states) ? states[name] : undefined;
  if (!isJsonObject(state)) throw new Error(`no state ${name}: ${JSON.stringify(states)}`);
  return state;
}

const statesOf = (file: FlowDefinitionFile) => Object.keys(file.definition["States"] ?? {});

/** The variables that a state gives its container, by name. */
function variablesOf(state: JsonObject): Record<string, Json | undefined> {
  const found: Record<string, Json | undefined> = {};
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isJsonObject(value)) {
      if (typeof value["Name"] === "string" && "Value" in value) found[value["Name"]] = value["Value"];
      Object.values(value).forEach(visit);
    }
  };
  visit(state);
  return found;
}

const at = (value: Json | undefined, ...keys: string[]): Json | undefined =>
  keys.reduce<Json | undefined>((part, key) => (isJsonObject(part) ? part[key] : undefined), value);

test("the definition file of the example is as kept, and the same each time", async () => {
  const source = readFileSync(example, "utf8");
  const options = { name: "batch-nightly-prod", path: "examples/nightly/flow.ts" };
  const text = formatDefinitionFile(compileFile(source, options));
  expect(formatDefinitionFile(compileFile(source, options))).toBe(text);
  expect(parseDefinitionFile(JSON.parse(text))).toEqual(JSON.parse(text));
  await expect(text).toMatchFileSnapshot("./nightly.golden.json");
});

describe("a task", () => {
  test("waits for its token, says which task it is, and hears of a container that has died", () => {
    const state = stateOf(compileFile(oneTask("")), "work");
    expect(state).toMatchObject({
      Resource: "arn:aws:states:::ecs:runTask.waitForTaskToken",
      HeartbeatSeconds: 90,
      Arguments: { TaskDefinition: "${TaskDefinitionArn:batch-order-prod}", LaunchType: "FARGATE" },
      Comment: "flows/order.ts:4:87",
    });
    expect(at(state, "Arguments", "Overrides", "Cpu")).toBeUndefined();
    expect(variablesOf(state)).toMatchObject({
      ACME_TASK: "work",
      ACME_TASK_TOKEN: "{% $states.context.Task.Token %}",
      ACME_HEARTBEAT_SECONDS: "90",
    });
  });

  test("has the size, place and heartbeat that its options say", () => {
    const state = stateOf(
      compileFile(oneTask(", cpu: 512, memory: 1024, spot: true, heartbeatSeconds: 20")),
      "work",
    );
    expect(state["HeartbeatSeconds"]).toBe(20);
    expect(state["Arguments"]).toMatchObject({
      CapacityProviderStrategy: [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }],
      Overrides: { Cpu: "512", Memory: "1024" },
    });
    expect(at(state, "Arguments", "LaunchType")).toBeUndefined();
  });

  test("whose time is shorter than a heartbeat has no heartbeat to wait for", () => {
    const state = stateOf(compileFile(oneTask(", timeoutSeconds: 60")), "work");
    expect(state["TimeoutSeconds"]).toBe(60);
    expect(state["HeartbeatSeconds"]).toBeUndefined();
  });

  test("is launched again when AWS has no room, before its own rules are asked", () => {
    const file = compileFile(oneTask(", retries: 2, retryDelaySeconds: 7"));
    const errors = (name: string) =>
      (stateOf(file, name)["Retry"] as JsonObject[]).map(({ ErrorEquals, MaxAttempts }) => [
        (ErrorEquals as string[])[0],
        MaxAttempts,
      ]);
    const own = [
      ["States.QueryEvaluationError", 0],
      ["States.ALL", 2],
    ];
    expect(errors("work")).toEqual([
      ["ECS.InvalidParameterException", 0],
      ["ECS.AmazonECSException", 8],
      ...own,
    ]);
    expect(errors("work: input from S3")).toEqual([
      ["ECS.AmazonECSException", 8],
      ["ECS.InvalidParameterException", 4],
      ...own,
    ]);
  });
});

describe("an input", () => {
  test("that ECS refuses as too long goes through S3, and what comes after sees no difference", () => {
    const file = compileFile(oneTask("", "{ try { return await work(input); } catch { return -1; } }"));
    expect(statesOf(file).slice(0, 3)).toEqual(["work", "work: store input", "work: input from S3"]);
    const work = stateOf(file, "work");
    const store = stateOf(file, "work: store input");
    const fromS3 = stateOf(file, "work: input from S3");
    const [toStore, ...caught] = work["Catch"] as JsonObject[];
    expect(toStore).toEqual({
      ErrorEquals: ["ECS.InvalidParameterException"],
      Assign: { acmeInput1: "{% $uuid() %}" },
      Output: "{% $states.input %}",
      Next: "work: store input",
    });
    expect(caught).toHaveLength(1);
    expect(store["Catch"]).toEqual(caught);
    expect(fromS3["Catch"]).toEqual(caught);
    expect(store["Output"]).toBe("{% $states.input %}");
    expect(variablesOf(fromS3)).not.toHaveProperty("ACME_INPUT");
    expect(variablesOf(fromS3)).toHaveProperty("ACME_INPUT_S3_URI");
    for (const field of ["Next", "End", "Assign", "Output", "HeartbeatSeconds", "Resource"])
      expect(fromS3[field]).toEqual(work[field]);
    expect(file.source.states["work: store input"]).toMatchObject({ line: 4, why: expect.any(String) });
  });

  test("that stands in the source and is short takes no further states", () => {
    const file = compileFile(
      oneTask("", `await work(5)`)
        .replace("input: { text: string }): Promise", "input: number): Promise")
        .replace("input.text.length", "input"),
    );
    expect(statesOf(file)).toEqual(["work"]);
    expect(variablesOf(stateOf(file, "work"))).toMatchObject({ ACME_INPUT: "5" });
  });

  test("leaves room in the overrides when all that a run adds is as long as it gets", () => {
    const longest = ["t".repeat(2048), "r".repeat(80), "a".repeat(256)];
    const source = oneTask("").replace('name: "work"', `name: "${"w".repeat(80)}"`);
    const file = compileFile(source, { name: `batch-${"n".repeat(70)}` });
    const name = statesOf(file).find((each) => each.endsWith("input from S3")) ?? "";
    const overrides = JSON.stringify(at(stateOf(file, name), "Arguments", "Overrides"));
    // The expressions that they come by are counted, too.
    const added = longest.reduce((sum, text) => sum + 2 * text.length, 0);
    expect(overrides.length + added).toBeLessThan(8192);
  });
});

describe("task definitions", () => {
  const file = compileFile(`
import { container, flow, task } from "acme-engine";
const a = task({ name: "a", cpu: 256, memory: 512 }, async (): Promise<number> => 1);
const b = task({ name: "b", env: { STAGE: "prod" } }, async (): Promise<number> => 1);
const c_d = task({ name: "c_d", image: "other:2", secrets: { KEY: "arn:aws:ssm:eu-central-1:111122223333:parameter/key" } }, async (): Promise<number> => 1);
const e = task({ name: "e" }, async (): Promise<number> => 1);
const report = container({ name: "report", image: "alpine:3", command: ["sh", "-c", "true"] });
export const order = flow({ name: "order" }, async () => {
  await a(); await b(); await c_d(); await e(); await report();
});`);

  test("are shared by the tasks that image, command, environment and secrets allow it", () => {
    expect(file.tasks).toEqual({
      "batch-order-prod": { image: "registry.example/etl:1.4" },
      "batch-order-prod--b": { image: "registry.example/etl:1.4", environment: { STAGE: "prod" } },
      "batch-order-prod--c-d": {
        image: "other:2",
        secrets: { KEY: "arn:aws:ssm:eu-central-1:111122223333:parameter/key" },
      },
      "batch-order-prod--report": { image: "alpine:3", command: ["sh", "-c", "true"] },
    });
    expect(at(stateOf(file, "e"), "Arguments", "TaskDefinition")).toBe(
      "${TaskDefinitionArn:batch-order-prod}",
    );
  });

  test("are pinned one by one", () => {
    const arn = (family: string) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/${family}:3`;
    expect(isPinned(file)).toBe(false);
    const families = Object.keys(file.tasks);
    const pinned = pinTaskDefinitions(
      file,
      Object.fromEntries(families.map((family) => [family, arn(family)])),
    );
    expect(isPinned(pinned)).toBe(true);
    expect(at(stateOf(pinned, "b"), "Arguments", "TaskDefinition")).toBe(arn("batch-order-prod--b"));
    expect(() => pinTaskDefinitions(file, { "batch-order-prod": arn("batch-order-prod") })).toThrow(
      "no revision is given",
    );
  });

  test("a container that is no task of ours runs to its end, and is not told about tokens", () => {
    const state = stateOf(file, "report");
    expect(state["Resource"]).toBe("arn:aws:states:::ecs:runTask.sync");
    expect(variablesOf(state)).not.toHaveProperty("ACME_TASK_TOKEN");
  });
});

describe("another flow", () => {
  const source = (parameters: string) => `
import { flow } from "acme-engine";
export const inner = flow({ name: "inner" }, async (${parameters}): Promise<number> => 1);
export const order = flow({ name: "order" }, async (input: { n: number }) => await inner({ n: input.n }));`;
  const inputOf = (parameters: string) =>
    at(stateOf(compileFile(source(parameters), { flow: "order" }), "inner"), "Arguments", "Input");

  test("runs as an execution of its deployment of the same name", () => {
    expect(stateOf(compileFile(source("{ n }: { n: number }"), { flow: "order" }), "inner")).toMatchObject({
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Arguments: {
        StateMachineArn: "arn:aws:states:eu-central-1:111122223333:stateMachine:batch-inner-prod:live",
      },
    });
  });

  test("is told who started it, unless it would see that among its parameters", () => {
    expect(inputOf("{ n }: { n: number }")).toContain("AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID");
    expect(inputOf("all: { n: number }")).not.toContain("AWS_STEP_FUNCTIONS");
    expect(inputOf("{ n, ...others }: { n: number; m?: number }")).not.toContain("AWS_STEP_FUNCTIONS");
  });
});
