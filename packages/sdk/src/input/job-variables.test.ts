import { describe, expect, test } from "vitest";
import { readJobVariables, supportedJobVariables } from "./job-variables.ts";
import type { InputProblem } from "./read-value.ts";

function read(value: unknown) {
  const problems: InputProblem[] = [];
  const settings = readJobVariables(value, "jobVariables", problems);
  return { settings, problems: problems.map(({ path, message }) => `${path} ${message}`) };
}

describe("job variables of Prefect's ECS work pool", () => {
  test("a network configuration, in ECS's form or bare", () => {
    const network = { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "DISABLED" };
    const expected = {
      settings: { network: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"], assignPublicIp: false } },
      problems: [],
    };
    expect(read({ network_configuration: network })).toEqual(expected);
    expect(read({ networkConfiguration: { awsvpcConfiguration: network } })).toEqual(expected);
  });

  test("a capacity provider strategy; an empty one stands for the launch type", () => {
    const strategy = [
      { capacityProvider: "FARGATE_SPOT", weight: 3 },
      { capacityProvider: "FARGATE", base: 1 },
    ];
    expect(read({ capacity_provider_strategy: strategy }).settings).toEqual({ capacityProviders: strategy });
    expect(read({ capacity_provider_strategy: [] })).toEqual({ settings: {}, problems: [] });
  });

  test("dotted names set one part", () => {
    expect(read({ "env.A": "1", env: { B: "2" }, "env.C.D": "3", "labels.team": "data" })).toEqual({
      settings: { environment: { A: "1", B: "2", "C.D": "3" }, labels: { team: "data" } },
      problems: [],
    });
  });

  test("defaults that Prefect writes out change nothing", () => {
    expect(
      read({ env: {}, labels: {}, network_configuration: {}, configure_cloudwatch_logs: true, vpc_id: null }),
    ).toEqual({ settings: { environment: {}, labels: {} }, problems: [] });
  });

  test("an unknown one is refused with the nearest and with all that there are", () => {
    expect(read({ task_rol_arn: "x" }).problems).toEqual([
      `jobVariables.task_rol_arn is no job variable; did you mean task_role_arn? Known: ${supportedJobVariables.join(", ")}`,
    ]);
  });

  test.each([
    "name",
    "family",
    "aws_credentials",
    "prefect_api_key_secret_arn",
    "auto_deregister_task_definition",
    "match_latest_revision_in_family",
    "stream_output",
    "taskStartTimeoutSeconds",
  ])("%s is known and refused with what to do instead", (name) => {
    const { problems } = read({ [name]: "x" });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^jobVariables\\.${name} (would |has no effect)`));
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { launch_type: "EC2" },
      `jobVariables.launch_type is "EC2"; jobs run on Fargate only: "FARGATE" or "FARGATE_SPOT"`,
    ],
    [
      { configure_cloudwatch_logs: false },
      "jobVariables.configure_cloudwatch_logs is false; logs always go to CloudWatch Logs, for they are how a run is followed. Leave it out",
    ],
    [
      { cloudwatch_logs_options: { "awslogs-datetime-format": "%H" } },
      "jobVariables.cloudwatch_logs_options.awslogs-datetime-format is not taken; known: awslogs-group, awslogs-stream-prefix, mode",
    ],
    [
      { network_configuration: { securityGroups: ["sg-1"] } },
      `jobVariables.network_configuration.subnets names no subnet; expected a list such as ["subnet-0abc"]`,
    ],
    [
      { capacity_provider_strategy: [{ capacityProvider: "GPU" }] },
      `jobVariables.capacity_provider_strategy[0].capacityProvider is "GPU"; expected "FARGATE" or "FARGATE_SPOT"`,
    ],
    [{ cpu: 256, "cpu.x": 1 }, "jobVariables.cpu.x is given twice; keep one of its spellings"],
    [{ env: "A=1" }, `jobVariables.env is "A=1"; expected an object`],
  ])("%j is refused", (variables, problem) => {
    expect(read(variables).problems).toEqual([problem]);
  });
});
