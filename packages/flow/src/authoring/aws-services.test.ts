import { expectTypeOf, test } from "vitest";

import { aws } from "./aws.ts";

declare module "acme-engine" {
  interface AwsServices {
    dynamodb: typeof import("@aws-sdk/client-dynamodb");
    s3: typeof import("@aws-sdk/client-s3");
    ecs: typeof import("@aws-sdk/client-ecs");
    lambda: typeof import("@aws-sdk/client-lambda");
    greeter: { greet(input: { Name: string }): { Greeting: { Text: string } } };
  }
}

test("a declared client gives types of inputs and outputs as a state has them", () => {
  const never = async () => {
    const { Item } = await aws.dynamodb.getItem({ TableName: "orders", Key: { id: { S: "1" } } });
    expectTypeOf(Item?.["total"]?.N).toEqualTypeOf<string | undefined>();
    expectTypeOf(Item?.["paid"]).toExtend<{ Bool: boolean } | object | undefined>();
    await aws.dynamodb.putItem({ TableName: "orders", Item: { id: { S: "1" }, paid: { Bool: true } } });
    // @ts-expect-error it is spelled Bool
    await aws.dynamodb.putItem({ TableName: "orders", Item: { paid: { BOOL: true } } });
    // @ts-expect-error the table is needed
    await aws.dynamodb.putItem({ Item: {} });
    // @ts-expect-error there is no such operation
    await aws.dynamodb.puItem({});
    const { Tables } = { Tables: await aws.dynamodb.listTables() };
    expectTypeOf(Tables.TableNames).toEqualTypeOf<string[] | undefined>();
  };
  expectTypeOf(never).toBeFunction();
});

test("instants and bytes are text, and names begin with a capital", () => {
  const never = async () => {
    const object = await aws.s3.getObject({ Bucket: "b", Key: "k" });
    expectTypeOf(object.LastModified).toEqualTypeOf<string | undefined>();
    expectTypeOf(object.Body).toEqualTypeOf<string | undefined>();
    const { Tasks = [] } = await aws.ecs.describeTasks({ Tasks: ["a"], Cluster: "c" });
    expectTypeOf(Tasks[0]?.TaskArn).toEqualTypeOf<string | undefined>();
    // @ts-expect-error no names of the SDK for JavaScript
    await aws.ecs.describeTasks({ tasks: ["a"] });
  };
  expectTypeOf(never).toBeFunction();
});

test("jobs that are waited for give what their service describes", () => {
  const never = async () => {
    const task = await aws.ecs.runTask.sync({ TaskDefinition: "t" }, { timeoutSeconds: 60 });
    expectTypeOf(task.Containers?.[0]?.ExitCode).toEqualTypeOf<number | undefined>();
    expectTypeOf(task.StoppedAt).toEqualTypeOf<number | undefined>();
    const child = await aws.states.startExecution.sync({ StateMachineArn: "arn", Input: { day: "1" } });
    expectTypeOf(child.Status).toEqualTypeOf<"SUCCEEDED">();
    // @ts-expect-error nothing to wait for
    aws.ecs.listTasks.sync({});
  };
  expectTypeOf(never).toBeFunction();
});

test("a Lambda function takes and gives JSON", () => {
  const never = async () => {
    const { StatusCode } = await aws.lambda.invoke({ FunctionName: "f", Payload: { day: "1" } });
    expectTypeOf(StatusCode).toEqualTypeOf<number>();
    const { Functions = [] } = await aws.lambda.listFunctions();
    expectTypeOf(Functions[0]?.FunctionName).toEqualTypeOf<string | undefined>();
  };
  expectTypeOf(never).toBeFunction();
});

test("operations can be declared by hand, and what nobody declares has no types", () => {
  const never = async () => {
    const { Greeting } = await aws.greeter.greet({ Name: "Ada" });
    expectTypeOf(Greeting).toEqualTypeOf<{ Text: string }>();
    const { Rows }: { Rows: string[] } = await aws.kendra.query({ QueryText: "?" });
    expectTypeOf(Rows).toEqualTypeOf<string[]>();
    expectTypeOf(await aws.glue.startJobRun.sync({ JobName: "j" })).toBeAny();
  };
  expectTypeOf(never).toBeFunction();
});
