import jsonata from "jsonata";
import { describe, expect, test } from "vitest";
import { formatDefinitionFile } from "../definition-file/write-definition-file.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { compile } from "./compile.ts";
import type { CompileOptions, Definition } from "./compile-options.ts";
import { evaluateStates, findExpressions, type Scope } from "../testing/evaluate-states.ts";
import { exampleCluster } from "../testing/example-cluster.ts";

const taskDefinitionArn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/batch-etl-prod:7";
const runName = "r".repeat(80);
const context: JsonObject = {
  Execution: {
    Name: runName,
    Id: `arn:aws:states:eu-central-1:111122223333:execution:batch-etl-prod:${runName}`,
  },
};

function compileJob(options: Partial<CompileOptions> = {}) {
  return compile({
    name: "batch-etl-prod",
    cluster: exampleCluster,
    ...(options.taskDefinitionArn === undefined ? { image: "python:3.13-slim" } : {}),
    ...options,
  });
}

/** A field of a definition, by its path. */
function at(value: Json, ...path: string[]): Json {
  return path.reduce<Json>((part, key) => {
    const inner = Array.isArray(part) ? part[Number(key)] : isJsonObject(part) ? part[key] : undefined;
    if (inner === undefined) throw new Error(`no ${key} of ${path.join("/")}`);
    return inner;
  }, value);
}

/** Goes through the states as Step Functions would; returns where it came by, and the arguments of each task. */
async function walk(definition: Definition, input: Json) {
  const scope: Scope = { states: { input, context }, variables: {} };
  const path: string[] = [];
  const tasks: JsonObject = {};
  const assign = async (from: Json) => {
    if (!isJsonObject(from) || from["Assign"] === undefined) return;
    const assigned = await evaluateStates(from["Assign"], scope);
    if (isJsonObject(assigned)) Object.assign(scope.variables, assigned);
  };
  let name = String(at(definition, "StartAt"));
  for (;;) {
    path.push(name);
    const state = at(definition, "States", name);
    if (!isJsonObject(state)) throw new TypeError(`${name} is not a state`);
    if (state["Type"] === "Fail") return { path, tasks, cause: await evaluateStates(state["Cause"], scope) };
    if (state["Type"] === "Choice") {
      const rule = await choose(state["Choices"], scope);
      await assign(rule ?? state);
      name = String(rule?.["Next"] ?? state["Default"]);
      continue;
    }
    tasks[name] = await evaluateStates(state["Arguments"], scope);
    await assign(state);
    if (state["End"] === true) return { path, tasks, cause: undefined };
    name = String(state["Next"]);
  }
}

async function choose(rules: Json | undefined, scope: Scope): Promise<JsonObject | undefined> {
  for (const rule of Array.isArray(rules) ? rules : []) {
    if (!isJsonObject(rule)) throw new TypeError("a rule is an object");
    const holds = await evaluateStates(rule["Condition"], scope);
    expect(holds).toBeTypeOf("boolean");
    if (holds === true) return rule;
  }
  return undefined;
}

/** The environment that the container gets from the run. */
function environmentOf(tasks: JsonObject): Record<string, string> {
  const entries = at(tasks, "Run job", "Overrides", "ContainerOverrides", "0", "Environment");
  return Object.fromEntries(
    (Array.isArray(entries) ? entries : []).map((entry) => [
      String(at(entry, "Name")),
      String(at(entry, "Value")),
    ]),
  );
}

/** Bytes of the overrides as ECS gets them; characters are never more. */
function overridesLength(tasks: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(at(tasks, "Run job", "Overrides")));
}

describe("the definition file", () => {
  test("of a command job is this", async () => {
    const file = compileJob({
      image: "public.ecr.aws/docker/library/python:3.13-slim",
      command: ["python", "etl.py", "--full"],
      environment: { STAGE: "prod" },
      secrets: { TOKEN: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:token-AbCdEf" },
      cpu: 512,
      memory: 1024,
      parameters: { day: "2026-01-31", limit: 100 },
      retries: 2,
      retryDelaySeconds: 30,
      timeoutSeconds: 3600,
      description: "Loads a day",
      version: "1.4.0",
      tags: { team: "data", stage: "prod" },
    });
    await expect(formatDefinitionFile(file)).toMatchFileSnapshot("./command-job.golden.json");
  });

  test("of a flow job is this", async () => {
    const file = compileJob({
      name: "batch-etl-nightly",
      flowName: "etl",
      deploymentName: "nightly",
      entrypoint: "flows/etl.py:etl",
      spot: true,
      retries: 3,
    });
    // The runner itself is python/run_flow.py and has its own tests; the hash changes with it.
    const text = formatDefinitionFile(file)
      .replace(/"import asyncio\\n.*"/, '"…python/run_flow.py…"')
      .replace(/"sha256:\w+"/, '"sha256:…"');
    await expect(text).toMatchFileSnapshot("./flow-job.golden.json");
  });

  test("is the same for the same options, and its hash tells different jobs apart", () => {
    expect(formatDefinitionFile(compileJob())).toBe(formatDefinitionFile(compileJob()));
    expect(compileJob().sourceHash).not.toBe(compileJob({ timeoutSeconds: 1 }).sourceHash);
    expect(compileJob().sourceHash).not.toBe(compileJob({ environment: { A: "1" } }).sourceHash);
  });

  test("lists tags in one order, however they were given", () => {
    const [one, other] = [compileJob({ tags: { a: "1", b: "2" } }), compileJob({ tags: { b: "2", a: "1" } })];
    expect(formatDefinitionFile(one)).toBe(formatDefinitionFile(other));
  });
});

describe("a run", () => {
  const defaults = { day: "2026-01-31", sizes: [[1], [2, 3]], nested: { list: [], one: [{}] }, none: null };

  test.each<[string, JsonObject, JsonObject]>([
    ["no defaults and no input", {}, {}],
    ["defaults and no input", defaults, {}],
    ["input that overrides one default", defaults, { day: "2026-02-01" }],
    ["input that a default's array gives way to", defaults, { sizes: [] }],
    ["input without defaults", {}, { a: [[1]], b: [], c: {}, d: null, e: false, f: -1.5, g: "" }],
    ["text with quotes, backslashes, lines and other scripts", {}, { t: 'a"b\\c\nd\te 日本 😀 {% x %} %}' }],
    ["defaults with such text", { t: 'a"b\\c\nd\t日本 😀 {% x %} %}\u2028' }, {}],
    ["keys that are not identifiers", { "a b": 1, "": 2, $c: 3 }, { "d.e": 4, "%": 5 }],
    ["numbers at the edge of exactness", { a: 123456789012345 }, { b: 0.1, c: 1e21, d: -0.000001 }],
  ])("with %s passes them as text", async (_, parameters, input) => {
    const { path, tasks } = await walk(compileJob({ parameters }).definition, input);
    expect(path).toEqual(["Check parameters", "Run job"]);
    expect(JSON.parse(environmentOf(tasks)["ACME_PARAMETERS"] ?? "")).toEqual({ ...parameters, ...input });
  });

  test("tells the container its run, its ARN and where a result may go", async () => {
    const { tasks } = await walk(compileJob().definition, {});
    expect(environmentOf(tasks)).toEqual({
      ACME_PARAMETERS: "{}",
      ACME_EXECUTION_ARN: `arn:aws:states:eu-central-1:111122223333:execution:batch-etl-prod:${runName}`,
      ACME_RUN_NAME: runName,
      ACME_RESULT_S3_URI: `s3://acme-batch-bucket-1a2b3c/results/batch-etl-prod/${runName}.json`,
    });
    expect(at(tasks, "Run job", "Group")).toBe(runName);
  });

  test("with parameters too long for the overrides stores them and passes the address", async () => {
    const input = { text: "x".repeat(9000) };
    const { path, tasks } = await walk(compileJob({ parameters: { day: "x" } }).definition, input);
    expect(path).toEqual(["Check parameters", "Store parameters", "Run job"]);
    expect(at(tasks, "Store parameters")).toEqual({
      Bucket: "acme-batch-bucket-1a2b3c",
      Key: `parameters/batch-etl-prod/${runName}.json`,
      Body: { day: "x", ...input },
      ContentType: "application/json",
    });
    expect(environmentOf(tasks)).toMatchObject({
      ACME_PARAMETERS_S3_URI: `s3://acme-batch-bucket-1a2b3c/parameters/batch-etl-prod/${runName}.json`,
    });
    expect(environmentOf(tasks)).not.toHaveProperty("ACME_PARAMETERS");
  });

  test.each([
    ["an integer of 16 digits", { id: 9007199254740991 }],
    ["a fraction of more than 15 digits", { share: 0.12345678901234568 }],
    ["such a number in an array", { ids: [1, 9007199254740991] }],
  ])("with %s goes by S3, for $string() would round it", async (_, input) => {
    const { path } = await walk(compileJob().definition, input);
    expect(path).toContain("Store parameters");
  });

  test("with a text of many digits does not", async () => {
    const { path } = await walk(compileJob().definition, { id: "9007199254740991", at: "20261231235959999" });
    expect(path).not.toContain("Store parameters");
  });

  test.each<[string, Json]>([
    ["array", [1]],
    ["string", "day"],
    ["null", null],
    ["number", 3],
  ])("with an %s as input fails with what was expected", async (type, input) => {
    const { path, tasks, cause } = await walk(compileJob().definition, input);
    expect(path).toEqual(["Check parameters", "Refuse input"]);
    expect(tasks).toEqual({});
    expect(cause).toBe(
      `The input of a run is a JSON object of parameters, for example {"day": "2026-01-31"}. Run ${runName} got ${type}.`,
    );
  });

  test.each([
    ["plain text", "x"],
    ["text that escaping doubles", '"'],
    ["text of three bytes a character", "日"],
    ["text of four bytes a character", "😀"],
  ])("never exceeds 8,192 characters of overrides with %s of any length", async (_, character) => {
    const { definition } = compileJob();
    let stored = 0;
    for (let length = 500; length <= 7500; length += 25) {
      const { path, tasks } = await walk(definition, { text: character.repeat(length) });
      if (path.includes("Store parameters")) stored += 1;
      expect(overridesLength(tasks)).toBeLessThanOrEqual(8192);
    }
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(281);
  });
});

describe("the output", () => {
  const result = {
    TaskArn: "arn:aws:ecs:eu-central-1:111122223333:task/batch/0f3c",
    Containers: [
      { Name: "sidecar", ExitCode: 3 },
      { Name: "main", ExitCode: 0 },
    ],
    StartedAt: 1_700_000_000_000,
    StoppedAt: 1_700_000_060_000,
  };
  const evaluateOutput = (task: JsonObject) =>
    evaluateStates(at(compileJob().definition, "States", "Run job", "Output"), {
      states: { input: {}, context, result: task },
      variables: {},
    });

  test("is small: the task, its exit code, when it ran and where the result is", async () => {
    expect(await evaluateOutput(result)).toEqual({
      taskArn: result.TaskArn,
      exitCode: 0,
      startedAt: "2023-11-14T22:13:20.000Z",
      stoppedAt: "2023-11-14T22:14:20.000Z",
      result: `s3://acme-batch-bucket-1a2b3c/results/batch-etl-prod/${runName}.json`,
    });
  });

  test("has null for what AWS left out", async () => {
    const { TaskArn } = result;
    expect(await evaluateOutput({ TaskArn, Containers: [{ Name: "main" }] })).toMatchObject({
      exitCode: null,
      startedAt: null,
      stoppedAt: null,
    });
  });

  test("keeps instants that are text already", async () => {
    expect(await evaluateOutput({ ...result, StartedAt: "2026-01-01T00:00:00Z" })).toMatchObject({
      startedAt: "2026-01-01T00:00:00Z",
    });
  });
});

test("every expression parses with the JSONata that AWS has, and names nothing at the top level", () => {
  for (const file of [
    compileJob(),
    compileJob({ parameters: { a: [1, { b: "x" }] } }),
    compileJob({ taskDefinitionArn }),
  ]) {
    const sources = findExpressions(file.definition);
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      const tree: { type: string } = jsonata(source).ast();
      expect(["path", "variable", "block", "condition", "binary", "function"]).toContain(tree.type);
      // AWS refuses a bare name where there is no context item: every path begins at a variable.
      expect(source).not.toMatch(/(^|[(,;&=]\s*)[a-z]\w*\s*(\.|$)/);
    }
  }
});

describe("a task definition that exists", () => {
  const job = {
    taskDefinitionArn,
    command: ["python", "etl.py"],
    environment: { STAGE: "prod" },
    cpu: 512,
    memory: 1024,
  };

  test("is run at its revision, with command, environment and size as overrides", async () => {
    const file = compileJob(job);
    expect(file.task).toEqual({ taskDefinitionArn });
    const { tasks } = await walk(file.definition, {});
    expect(at(tasks, "Run job")).toMatchObject({
      TaskDefinition: taskDefinitionArn,
      Overrides: {
        Cpu: "512",
        Memory: "1024",
        ContainerOverrides: [{ Name: "main", Command: ["python", "etl.py"] }],
      },
    });
    expect(environmentOf(tasks)).toMatchObject({ STAGE: "prod" });
  });

  test("runs a flow: the runner goes into the overrides, and parameters still fit beside it", async () => {
    const { definition } = compileJob({ taskDefinitionArn, entrypoint: "flows/etl.py:etl" });
    const { path, tasks } = await walk(definition, { text: "x".repeat(1500) });
    expect(path).toEqual(["Check parameters", "Run job"]);
    expect(overridesLength(tasks)).toBeLessThanOrEqual(8192);
  });

  test("leaves an error that names the numbers when the overrides are full without parameters", () => {
    expect(() => compileJob({ ...job, environment: { STAGE: "x".repeat(7000) } })).toThrow(
      /^Job "batch-etl-prod" sends 7\d{3} characters of overrides with every run, before its parameters\. AWS allows 8192 for all of them/,
    );
  });

  test("cannot be given what only a task definition says", () => {
    expect(() =>
      compileJob({ ...job, secrets: { A: "arn:aws:ssm:eu-central-1:111122223333:parameter/a" } }),
    ).toThrow(/secrets: it belongs to the task definition/);
  });
});

describe("a transform", () => {
  test("has the last word on the definition", () => {
    const file = compileJob({ transform: (definition) => ({ ...definition, TimeoutSeconds: 60 }) });
    expect(file.definition["TimeoutSeconds"]).toBe(60);
  });

  test("that adds to the overrides leaves less room for parameters, and they still fit", async () => {
    const file = compileJob({
      transform(definition) {
        const overrides = at(definition, "States", "Run job", "Arguments", "Overrides");
        const environment = at(overrides, "ContainerOverrides", "0", "Environment");
        if (Array.isArray(environment)) environment.push({ Name: "EXTRA", Value: "y".repeat(3000) });
        return definition;
      },
    });
    for (const length of [3500, 4200, 4300, 4400, 4500, 4600, 5000, 7000]) {
      const { tasks } = await walk(file.definition, { text: "x".repeat(length) });
      expect(environmentOf(tasks)["EXTRA"]).toHaveLength(3000);
      expect(overridesLength(tasks)).toBeLessThanOrEqual(8192);
    }
  });

  test("that makes what AWS would refuse is refused with the place", () => {
    const transform = (definition: Definition): Definition => ({ ...definition, StartAt: "Nowhere" });
    expect(() => compileJob({ transform })).toThrow(
      /^Step Functions would refuse the definition of "batch-etl-prod":\n {2}.*StartAt.*/,
    );
  });

  test("that returns nothing is refused by name", () => {
    // A JavaScript caller's mistake, which the types would not let through.
    const transform = (() => undefined) as unknown as (definition: Definition) => Definition;
    expect(() => compileJob({ transform })).toThrow(
      'The transform of "batch-etl-prod" returned nothing instead of a definition.',
    );
  });
});

describe("refused before anything is written", () => {
  test.each<[string, Partial<CompileOptions>, RegExp]>([
    [
      "a name with a slash",
      { name: "etl/prod" },
      /name: "etl\/prod" is not a name of a state machine: it has other characters/,
    ],
    ["a name of 81 characters", { name: "x".repeat(81) }, /it has 81 characters/],
    ["an image and a task definition", { image: "busybox", taskDefinitionArn }, /both are given/],
    [
      "a task definition without revision",
      { taskDefinitionArn: "batch-etl-prod" },
      /is not the ARN of a task definition with its revision/,
    ],
    [
      "a command and a flow",
      { command: ["a"], entrypoint: "a.py:b" },
      /command and entrypoint: both are given/,
    ],
    ["an empty command", { command: [] }, /command: \[\] is empty/],
    [
      "an entrypoint without a function",
      { entrypoint: "flows/etl.py" },
      /entrypoint: "flows\/etl.py" does not name a flow/,
    ],
    ["negative retries", { retries: -1 }, /retries: it is -1/],
    ["half a second of timeout", { timeoutSeconds: 0.5 }, /timeoutSeconds: it is 0.5/],
    [
      "a reserved environment name",
      { environment: { ACME_RUN_NAME: "x" } },
      /ACME_RUN_NAME is set by every run/,
    ],
    [
      "a name that is both environment and secret",
      { environment: { A: "x" }, secrets: { A: "arn" } },
      /A is also in environment/,
    ],
    [
      "parameters that are not JSON",
      { parameters: { a: { b: Number.NaN } } },
      /the value at \/a\/b is not JSON/,
    ],
    ["no subnets", { cluster: { ...exampleCluster, subnetIds: [] } }, /cluster.subnetIds: it is empty/],
    [
      "a cluster's name for its ARN",
      { cluster: { ...exampleCluster, clusterArn: "batch" } },
      /"batch" is not the ARN of an ECS cluster/,
    ],
  ])("%s", (_, options, message) => {
    expect(() => compileJob(options)).toThrow(message);
  });
});
