import { describe, expect, test } from "vitest";
import { parseFlowOptions } from "./parse-flow-options.ts";

const options = { name: "prod", module: "flows/nightly.ts" };

function problemsOf(more: object): Record<string, string> {
  try {
    parseFlowOptions("batch", { ...options, ...more }).toJob("nightly");
    return {};
  } catch (error) {
    const { problems } = error as { problems: { path: string; message: string }[] };
    return Object.fromEntries(problems.map(({ path, message }) => [path, message]));
  }
}

describe("options of a flow's deployment", () => {
  test("are those of a job, and the flow's own; also as Python spells them", () => {
    const request = parseFlowOptions("batch", {
      ...options,
      flow: "nightly",
      heartbeat_seconds: 20,
      job_variables: { cpu: 512, memory: 1024 },
      tags: ["daily"],
    });
    expect(request).toMatchObject({ flow: "nightly", heartbeatSeconds: 20, build: false });
    expect(request.modulePath).toMatch(/^\/.*\/flows\/nightly\.ts$/);
    expect(request.toJob("nightly")).toMatchObject({
      names: { fullName: "nightly/prod", resourceName: "batch-nightly-prod" },
      container: { cpu: 512, memory: 1024 },
      labels: ["daily"],
    });
  });

  test("take the image from the job variables, too", () => {
    const request = parseFlowOptions("batch", { ...options, jobVariables: { image: "etl:1" } });
    expect(request.image).toBe("etl:1");
    expect(request.toJob("nightly").container.image).toBe("etl:1");
    expect(problemsOf({ image: "etl:2", jobVariables: { image: "etl:1" } })).toHaveProperty("image");
  });

  test("need a module", () => {
    expect(() => parseFlowOptions("batch", { name: "prod" })).toThrow("module is missing");
  });

  test.each<[object, string, RegExp]>([
    [{ entrypoint: "flows/etl.py:etl" }, "entrypoint", /Python flow/],
    [{ command: ["true"] }, "command", /is the runner's/],
    [{ retries: 2 }, "retries", /belongs to the tasks/],
    [{ job_variables: { command: "true" } }, "jobVariables.command", /is the runner's/],
    [
      { job_variables: { task_definition_arn: "arn:aws:ecs:eu-west-1:123456789012:task-definition/a:1" } },
      "jobVariables.task_definition_arn",
      /made from its tasks/,
    ],
    [{ build: true }, "build", /needs the name/],
    [{ push: true, image: "etl:1" }, "push", /add build: true/],
    [{ dockerfile: "Dockerfile" }, "dockerfile", /is for build/],
    [{ build: true, image: "etl:1", dockerfile: "D", baseImage: "node:24" }, "baseImage", /in FROM/],
    [{ image: "etl:1", baseImage: "node:24" }, "baseImage", /without an image/],
  ])("refused: %j", (more, path, message) => {
    expect(problemsOf(more)[path]).toMatch(message);
  });

  test("of the flow that is deployed are not all those of the flows that it calls", () => {
    const request = parseFlowOptions("batch", { ...options, parameters: { limit: 1 }, description: "Loads" });
    expect(request.toJob("inner", ["parameters", "description"])).not.toHaveProperty("description");
    expect(request.toJob("inner", ["parameters", "description"]).parameters).toEqual({});
  });
});
