import { expect, test } from "vitest";
import { withCapacityProviders } from "./capacity-providers.ts";

test("a strategy takes the place of the launch type where tasks are run, and nowhere else", () => {
  const definition = {
    StartAt: "Run",
    States: {
      Store: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:putObject", Arguments: { Bucket: "b" } },
      Run: {
        Type: "Task",
        Resource: "arn:aws:states:::ecs:runTask.sync",
        Arguments: { Cluster: "c", LaunchType: "FARGATE" },
      },
      Done: { Type: "Succeed" },
    },
  };
  const placed = withCapacityProviders(definition, [
    { capacityProvider: "FARGATE", base: 1, weight: 1 },
    { capacityProvider: "FARGATE_SPOT", weight: 4 },
  ]);
  expect(placed).toEqual({
    ...definition,
    States: {
      ...definition.States,
      Run: {
        ...definition.States.Run,
        Arguments: {
          Cluster: "c",
          CapacityProviderStrategy: [
            { CapacityProvider: "FARGATE", Weight: 1, Base: 1 },
            { CapacityProvider: "FARGATE_SPOT", Weight: 4 },
          ],
        },
      },
    },
  });
});
