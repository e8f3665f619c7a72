import { describe, expect, test } from "vitest";
import { BadInputError } from "./bad-input.ts";
import { parseDeployOptions } from "./parse-deploy-options.ts";
import { fixedOptions, refusedOptions } from "./refused-options.ts";

const parse = (options: unknown) => parseDeployOptions("batch", options);

/** The problems that the options have, as `path message`. */
function problemsOf(options: unknown): string[] {
  try {
    parse(options);
  } catch (error) {
    if (error instanceof BadInputError)
      return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

const job = { name: "prod", image: "python:3.13-slim" };

describe("what deploy takes", () => {
  test("a name and an image are enough", () => {
    expect(parse(job)).toEqual({
      names: { cluster: "batch", name: "prod", fullName: "prod", resourceName: "batch-prod" },
      container: { kind: "container", image: "python:3.13-slim", secrets: {}, taskTags: {} },
      parameters: {},
      environment: {},
      labels: [],
      spot: false,
    });
  });

  test("Prefect's spelling and ours mean the same", () => {
    const ours = parse({
      ...job,
      entrypoint: "flows/etl.py:etl",
      flowName: "etl",
      jobVariables: { taskRoleArn: "arn:aws:iam::123456789012:role/x", launchType: "FARGATE_SPOT" },
      retryDelaySeconds: 5,
      workPoolName: "batch",
    });
    const prefects = parse({
      ...job,
      entrypoint: "flows/etl.py:etl",
      flow_name: "etl",
      job_variables: { task_role_arn: "arn:aws:iam::123456789012:role/x", launch_type: "FARGATE_SPOT" },
      retry_delay_seconds: 5,
      work_pool_name: "batch",
    });
    expect(prefects).toEqual(ours);
    expect(ours).toMatchObject({
      spot: true,
      retryDelaySeconds: 5,
      container: { taskRoleArn: expect.any(String) },
    });
  });

  test("the flow's name comes from the entrypoint", () => {
    const { names } = parse({ ...job, entrypoint: "flows/etl.py:nightly_etl" });
    expect(names).toMatchObject({ fullName: "nightly-etl/prod", resourceName: "batch-nightly-etl-prod" });
  });

  test("what is undefined or null is not given", () => {
    expect(parse({ ...job, cron: undefined, schedules: null, description: null })).toEqual(parse(job));
  });

  test("build and push may be switched off, which they are", () => {
    expect(parse({ ...job, build: false, push: false })).toEqual(parse(job));
  });

  test("job variables size and furnish the container; env is merged, the first-class one wins", () => {
    const { container, command, environment } = parse({
      ...job,
      jobVariables: {
        cpu: "512",
        memory: 1024,
        command: `python "my job.py"`,
        env: { STAGE: "dev", GONE: null },
        "env.TZ": "UTC",
        cloudwatch_logs_options: { "awslogs-stream-prefix": "etl", mode: "non-blocking" },
        labels: { team: "data" },
      },
      environment: { STAGE: "prod" },
    });
    expect(container).toMatchObject({
      cpu: 512,
      memory: 1024,
      logStreamPrefix: "etl",
      logMode: "non-blocking",
      taskTags: { team: "data" },
    });
    expect(command).toEqual(["python", "my job.py"]);
    expect(environment).toEqual({ STAGE: "prod", TZ: "UTC" });
  });

  test("a task definition of the caller's own takes the place of an image", () => {
    const taskDefinitionArn = "arn:aws:ecs:us-east-1:123456789012:task-definition/etl:7";
    const { container } = parse({
      name: "prod",
      jobVariables: { task_definition_arn: taskDefinitionArn, container_name: "etl" },
      cpu: 2048,
    });
    expect(container).toEqual({ kind: "taskDefinition", taskDefinitionArn, containerName: "etl", cpu: 2048 });
  });
});

describe("what deploy refuses", () => {
  test.each(Object.keys(refusedOptions))("%s of Prefect's list, by its name", (name) => {
    const snake = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    for (const spelling of new Set([name, snake])) {
      const [problem, ...others] = problemsOf({ ...job, [spelling]: true });
      expect(others).toEqual([]);
      expect(problem).toBe(`${spelling} ${refusedOptions[name]}`);
    }
  });

  test.each(Object.keys(fixedOptions))("%s: true", (name) => {
    expect(problemsOf({ ...job, [name]: true })).toEqual([`${name} ${fixedOptions[name]?.otherwise}`]);
  });

  test("an unknown option, with the one that was meant and all there are", () => {
    const [problem] = problemsOf({ ...job, paramters: {} });
    expect(problem).toMatch(
      /^paramters is no option of deploy; did you mean parameters\? Known: name, image, /,
    );
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "%s, which every object has",
    (name) => {
      const options: unknown = JSON.parse(`{ "name": "prod", "image": "x", "${name}": 1 }`);
      expect(problemsOf(options)).toEqual([
        expect.stringMatching(/is no option of deploy; Known: name, image, /),
      ]);
    },
  );

  test("all problems at once", () => {
    const problems = problemsOf({ image: "x", cpu: 1.5, retries: -1, cron: "0 0 * * *", tags: "etl" });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "cpu",
      "retries",
      "cron",
      "tags",
      "name",
    ]);
    expect(() => parse({ image: "x", cpu: 1.5, retries: -1 })).toThrow(
      expect.objectContaining({
        code: "ACME_BAD_INPUT",
        message: expect.stringContaining(
          "deploy(): 3 things cannot be used:\n  - cpu is 1.5; expected a whole number of 1 or more\n",
        ),
      }),
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "another cluster as work pool",
      { work_pool_name: "gpu" },
      `workPoolName is "gpu", but this deployer deploys to the cluster "batch"; leave it out, or make the deployer with { cluster: "gpu" }`,
    ],
    [
      "a command beside an entrypoint",
      { command: "sleep 1", entrypoint: "a.py:b" },
      "command and entrypoint exclude each other; keep one",
    ],
    [
      "a size said twice",
      { cpu: 512, jobVariables: { cpu: 256 } },
      "cpu and jobVariables.cpu say different things; keep one",
    ],
    [
      "an option in two spellings",
      { flowName: "a", flow_name: "b" },
      "flow_name is given twice; keep one of its spellings",
    ],
    [
      "an image to build",
      { image: { name: "etl", dockerfile: "auto" } },
      "image is an object; images are not built here yet, so there is no DockerImage. Build and push the image and pass its name",
    ],
    [
      "an entrypoint without a function",
      { entrypoint: "flows/etl.py" },
      `entrypoint is "flows/etl.py"; expected <file in the image>.py:<function>, e.g. "flows/etl.py:etl", or a dotted path such as "package.module.etl"`,
    ],
    [
      "a command with an open quote",
      { command: `echo "hi` },
      `command leaves a quote open: "echo \\"hi"; write a command line or a list of words`,
    ],
    [
      "a number in the environment",
      { environment: { PORT: 8080 } },
      `environment.PORT is 8080; expected the text "8080"`,
    ],
    [
      "a label that no tag can have",
      { tags: ["a,b"] },
      `tags has "a,b"; a label has 1 to 117 letters, digits, spaces and the signs _ . : / = + - @`,
    ],
    [
      "too much disk",
      { ephemeralStorageGiB: 500 },
      "ephemeralStorageGiB is 500; expected a whole number from 21 to 200",
    ],
    ["another processor", { architecture: "arm64" }, `architecture is "arm64"; expected "X86_64" or "ARM64"`],
    [
      "a task definition without revision",
      { image: undefined, jobVariables: { task_definition_arn: "etl" } },
      `jobVariables.task_definition_arn is "etl"; expected the ARN with its revision, e.g. "arn:aws:ecs:eu-central-1:123456789012:task-definition/etl:7"`,
    ],
    [
      "an image beside a task definition",
      {
        jobVariables: {
          task_definition_arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/etl:7",
        },
      },
      "image belongs to the task definition that jobVariables.task_definition_arn names; change it there",
    ],
    [
      "no image",
      { image: undefined },
      `image is missing; expected a container image such as "python:3.13-slim"`,
    ],
  ])("%s", (_, options, problem) => {
    expect(problemsOf({ ...job, ...options })).toEqual([problem]);
  });

  test("something that is no object", () => {
    expect(problemsOf("prod")).toEqual([`the options is "prod"; expected an object`]);
  });
});
