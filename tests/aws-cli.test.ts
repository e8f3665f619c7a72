import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createWorld, type World } from "./testing/acme-process.ts";
import { type AwsCli, createAwsCli, findAwsCli } from "./testing/aws-cli.ts";

const template = (name: string) =>
  fileURLToPath(new URL(`../packages/cfn/${name}/template.yaml`, import.meta.url));
const client = findAwsCli();
if ("missing" in client) console.warn(`Skipped tests/aws-cli.test.ts: ${client.missing}.`);

describe.skipIf("missing" in client)("the aws command-line client works with acme up", () => {
  let world: World;
  let aws: AwsCli;
  let outputs: Record<string, string>;

  beforeAll(async () => {
    world = createWorld();
    const { url } = await world.up();
    aws = createAwsCli("path" in client ? client.path : "aws", url);
  });
  afterAll(() => world.close());

  /** A file in the world's folder, as the client takes it for an option's value. */
  const fileOf = (name: string, text: string) => {
    const path = join(world.folder, name);
    writeFileSync(path, text);
    return `file://${path}`;
  };

  test(
    "creates a stack from the cluster template, and shows its outputs and resources",
    { timeout: 60_000 },
    async () => {
      await aws("cloudformation create-stack", {
        "stack-name": "acme-cli",
        "template-body": `file://${template("cluster")}`,
        parameters: "ParameterKey=ClusterName,ParameterValue=cli",
        capabilities: "CAPABILITY_NAMED_IAM",
      });
      await aws("cloudformation wait stack-create-complete", { "stack-name": "acme-cli" });
      const { Stacks } = (await aws("cloudformation describe-stacks", { "stack-name": "acme-cli" })) as {
        Stacks: { StackStatus: string; Outputs: { OutputKey: string; OutputValue: string }[] }[];
      };
      expect(Stacks[0]?.StackStatus).toBe("CREATE_COMPLETE");
      outputs = Object.fromEntries(
        Stacks[0]?.Outputs.map((output) => [output.OutputKey, output.OutputValue]) ?? [],
      );
      expect(await aws("ecs describe-clusters", { clusters: "cli" })).toMatchObject({
        clusters: [{ clusterName: "cli", status: "ACTIVE" }],
      });
      const role = outputs["StateMachineRoleArn"] ?? "";
      expect(await aws("iam get-role", { "role-name": role.split("/").at(-1) ?? "" })).toMatchObject({
        Role: { Arn: role },
      });
      expect(await aws("sts get-caller-identity")).toMatchObject({ Account: "000000000000" });
    },
  );

  test(
    "runs a state machine with an ECS task, reads its history and the job's logs",
    { timeout: 60_000 },
    async () => {
      const container = {
        name: "main",
        image: "job:1",
        command: ["sh", "-c", 'echo "the job got $WORD"'],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/acme/cli",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "cli-job",
          },
        },
      };
      const { taskDefinition } = (await aws("ecs register-task-definition", {
        family: "cli-job",
        "network-mode": "awsvpc",
        cpu: "256",
        memory: "512",
        "requires-compatibilities": "FARGATE",
        "container-definitions": JSON.stringify([container]),
        "execution-role-arn": outputs["ExecutionRoleArn"] ?? "",
        "task-role-arn": outputs["TaskRoleArn"] ?? "",
      })) as { taskDefinition: { taskDefinitionArn: string } };

      const definition = {
        QueryLanguage: "JSONata",
        StartAt: "Run",
        States: {
          Run: {
            Type: "Task",
            Resource: "arn:aws:states:::ecs:runTask.sync",
            Arguments: {
              Cluster: outputs["ClusterArn"],
              LaunchType: "FARGATE",
              TaskDefinition: taskDefinition.taskDefinitionArn,
              NetworkConfiguration: { AwsvpcConfiguration: { Subnets: outputs["SubnetIds"]?.split(",") } },
              Overrides: {
                ContainerOverrides: [
                  { Name: "main", Environment: [{ Name: "WORD", Value: "{% $states.input.word %}" }] },
                ],
              },
            },
            Output: {
              exitCode: "{% $states.result.Containers[0].ExitCode %}",
              taskArn: "{% $states.result.TaskArn %}",
            },
            End: true,
          },
        },
      };
      const { stateMachineArn } = (await aws("stepfunctions create-state-machine", {
        name: "cli-job",
        "role-arn": outputs["StateMachineRoleArn"] ?? "",
        definition: fileOf("definition.json", JSON.stringify(definition)),
      })) as { stateMachineArn: string };
      const started = await aws("stepfunctions start-execution", {
        "state-machine-arn": stateMachineArn,
        name: "one",
        input: '{"word":"salt"}',
      });
      const execution = { "execution-arn": (started as { executionArn: string }).executionArn };

      const describeExecution = async () =>
        (await aws("stepfunctions describe-execution", execution)) as { status: string; output?: string };
      await expect
        .poll(async () => (await describeExecution()).status, { timeout: 20_000 })
        .toBe("SUCCEEDED");
      const output = JSON.parse((await describeExecution()).output ?? "") as {
        exitCode: number;
        taskArn: string;
      };
      expect(output.exitCode).toBe(0);

      const { events } = (await aws("stepfunctions get-execution-history", execution)) as {
        events: { type: string; id: number }[];
      };
      expect(events.map(({ type }) => type)).toEqual([
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
      ]);
      expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);

      const logs = (await aws("logs get-log-events", {
        "log-group-name": "/acme/cli",
        "log-stream-name": `cli-job/main/${output.taskArn.split("/").at(-1)}`,
        "start-from-head": true,
      })) as { events: { message: string }[] };
      expect(logs.events.map(({ message }) => message)).toContain("the job got salt");
    },
  );

  test("a stack that fails rolls back and says why", { timeout: 60_000 }, async () => {
    const properties =
      "{ Cpu: '1', Memory: '2', RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, ContainerDefinitions: [{ Name: a, Image: b }] }";
    await aws("cloudformation create-stack", {
      "stack-name": "bad",
      "template-body": fileOf(
        "bad.yaml",
        `Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties: ${properties}\n`,
      ),
    });
    const status = async () => {
      const answer = await aws("cloudformation describe-stacks", { "stack-name": "bad" });
      return (answer as { Stacks: { StackStatus: string }[] }).Stacks[0]?.StackStatus;
    };
    await expect.poll(status, { timeout: 10_000 }).toBe("ROLLBACK_COMPLETE");
    const { StackEvents } = (await aws("cloudformation describe-stack-events", { "stack-name": "bad" })) as {
      StackEvents: { ResourceStatus: string; ResourceStatusReason?: string }[];
    };
    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === "CREATE_FAILED");
    expect(failed?.ResourceStatusReason).toMatch(/cpu|memory/i);
  });

  test("a resource type that the engine does not have is refused by name", { timeout: 60_000 }, async () => {
    const template = fileOf("unknown.yaml", "Resources:\n  A:\n    Type: AWS::Moon::Base\n");
    await expect(
      aws("cloudformation create-stack", { "stack-name": "moon", "template-body": template }),
    ).rejects.toThrow(/AWS::Moon::Base/);
  });

  test("objects go to S3 and come back, small and in parts", { timeout: 60_000 }, async () => {
    const big = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef");
    mkdirSync(join(world.folder, "objects"));
    writeFileSync(join(world.folder, "objects", "big file.bin"), big);
    writeFileSync(join(world.folder, "objects", "ümlaut.txt"), "small");
    await aws("s3 mb", {}, "s3://cli-objects");
    await aws("s3 cp", { recursive: true }, join(world.folder, "objects"), "s3://cli-objects/a/");
    expect(await aws("s3 ls", {}, "s3://cli-objects/a/")).toMatch(/20971520 big file\.bin[^]*5 ümlaut\.txt/);
    await aws("s3 cp", {}, "s3://cli-objects/a/big file.bin", join(world.folder, "back.bin"));
    expect(readFileSync(join(world.folder, "back.bin")).equals(big)).toBe(true);
    await aws("s3 rb", { force: true }, "s3://cli-objects");
    expect(await aws("s3 ls")).not.toContain("cli-objects");
  });

  test("errors reach it as AWS's own", { timeout: 60_000 }, async () => {
    const executionArn = "arn:aws:states:us-east-1:000000000000:execution:no:no";
    await expect(aws("stepfunctions describe-execution", { "execution-arn": executionArn })).rejects.toThrow(
      /ExecutionDoesNotExist/,
    );
    await expect(aws("lambda list-functions")).rejects.toThrow(/lambda/);
    await expect(aws("ecs list-attributes", { "target-type": "container-instance" })).rejects.toThrow(
      /UnknownOperation/,
    );
  });
});
