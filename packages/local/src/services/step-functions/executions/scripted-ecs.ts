import type { RunTaskRequest, StopTaskRequest, Task } from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import { createService, type Operation, type Service } from "../../../protocol/service.ts";

/** ECS without containers, for tests of what waits for it: tasks end when the test says so. */
export interface ScriptedEcs {
  service(context: EngineContext): Service;
  /** By task ARN, in order of their start; outlives an engine, as containers do. */
  readonly tasks: Map<string, Task>;
  readonly started: RunTaskRequest[];
  readonly stopped: StopTaskRequest[];
  /** Ends a task and tells the engine that listens. */
  end(taskArn: string, exitCode: number): void;
  /** Refuses the next RunTask. */
  refuse(error: AwsError): void;
}

export function createScriptedEcs(): ScriptedEcs {
  const tasks = new Map<string, Task>();
  const started: RunTaskRequest[] = [];
  const stopped: StopTaskRequest[] = [];
  const byToken = new Map<string, string>();
  let refusal: AwsError | undefined;
  let context: EngineContext | undefined;

  const set = (task: Task) => {
    tasks.set(task.taskArn ?? "", task);
    context?.events.publish("ECS Task State Change", task);
  };
  const handlers: Record<string, (input: never) => object> = {
    RunTask(input: RunTaskRequest) {
      const again = byToken.get(input.clientToken ?? "");
      if (again !== undefined) return { tasks: [tasks.get(again)], failures: [] };
      started.push(input);
      if (refusal) {
        const error = refusal;
        refusal = undefined;
        throw error;
      }
      const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/batch/${started.length}`;
      byToken.set(input.clientToken ?? "", taskArn);
      set({ taskArn, lastStatus: "PENDING", taskDefinitionArn: "etl:1", containers: [{ name: "main" }] });
      return { tasks: [tasks.get(taskArn)], failures: [] };
    },
    StopTask(input: StopTaskRequest) {
      stopped.push(input);
      return {};
    },
    DescribeTasks: ({ tasks: arns = [] }: { tasks?: string[] }) => ({
      tasks: arns.flatMap((arn) => tasks.get(arn) ?? []),
      failures: arns.filter((arn) => !tasks.has(arn)).map((arn) => ({ arn, reason: "MISSING" })),
    }),
    DescribeTaskDefinition: () => ({ taskDefinition: { containerDefinitions: [{ name: "main" }] } }),
  };

  return {
    tasks,
    started,
    stopped,
    end(taskArn, exitCode) {
      set({
        ...tasks.get(taskArn),
        taskArn,
        lastStatus: "STOPPED",
        stopCode: "EssentialContainerExited",
        containers: [{ name: "main", exitCode }],
      });
    },
    refuse(error) {
      refusal = error;
    },
    service(engine) {
      context = engine;
      const rows = Object.entries(handlers).map(([name, handle]) => [name, { handle }]);
      return createService({
        name: "ecs",
        protocol: { kind: "awsJson", version: "1.1", targetPrefix: "AmazonEC2ContainerServiceV20141113" },
        deps: undefined,
        // Called in process alone, so the rows need no schema.
        operations: Object.fromEntries(rows) as Record<string, Operation<undefined>>,
      });
    },
  };
}
