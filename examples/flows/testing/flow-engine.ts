/** The embedded engine with what these flows call: tasks are an activity that this process works on, tokens are brought back by it too. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  paginateGetExecutionHistory,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startEngine } from "@acme-engine/local";
import type { CompiledFlow } from "@acme-engine/stepfn/compile-flow";
import type { Json } from "acme-engine";

import { type Answer, callbackOf, type Replay } from "./answers.ts";
import { callsOfHistory, type Event, type Made, type Wanted, withCallsOfOthers } from "./calls-of-history.ts";
import { forEngine, type Request } from "./for-engine.ts";
import type { RunOptions } from "./interpret.ts";
import type { Outcome } from "./outcome.ts";
import { toCalled, toStateResult, withTokenFunctions } from "./task-states.ts";

/** Maps begin as many items at a time as there are workers to answer. */
const workers = 8;

export interface FlowEngine {
  /** One execution at a time. */
  run(compiled: Pick<CompiledFlow, "definition">, input: Json, options: RunOptions): Promise<Outcome>;
  close(): Promise<void>;
}

export async function startFlowEngine(): Promise<FlowEngine> {
  let replay: Replay = () => undefined;
  let made: Made[] = [];
  const closing = new AbortController();

  const server = createServer((request, response) => {
    void (async () => {
      let text = "";
      for await (const piece of request.setEncoding("utf8")) text += piece as string;
      const { task, input, token, timeoutSeconds } = toTask(JSON.parse(text) as Request);
      made.push({ task, input });
      const answer = replay(task, input, timeoutSeconds);
      response.end("null");
      // An error of the function would have a cause that is JSON text.
      const isHandedOut = answer !== undefined && "output" in answer;
      await reply(token, isHandedOut ? replay(callbackOf(task), input, timeoutSeconds) : answer);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this form.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const engine = await startEngine({ waitScale: 0, functions: { ask: url } });
  const states = new SFNClient({
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  const objects = new S3Client({
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    forcePathStyle: true,
  });
  const buckets = new Set<string>();
  const { activityArn } = await states.send(new CreateActivityCommand({ name: "tasks" }));
  const roleArn = "arn:aws:iam::000000000000:role/machine";
  const machines = new Map<string, string>();

  const reply = async (taskToken: string | undefined, answer: Answer | undefined): Promise<void> => {
    const { error, cause } = answer !== undefined && "error" in answer ? answer : tooLate;
    try {
      if (answer !== undefined && "output" in answer)
        await states.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer.output) }));
      else await states.send(new SendTaskFailureCommand({ taskToken, error, cause }));
    } catch (failure) {
      // A branch whose neighbour failed does not wait any more.
      if (!(failure instanceof Error) || failure.name !== "TaskTimedOut") throw failure;
    }
  };

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      const { taskToken, input } = await states.send(new GetActivityTaskCommand({ activityArn }), {
        abortSignal: closing.signal,
      });
      if (taskToken === undefined || input === undefined) continue;
      const request = JSON.parse(input) as Request;
      const { resource } = request;
      const { task, input: taskInput, timeoutSeconds } = toTask(request);
      made.push({ task, input: taskInput });
      const answer = replay(task, taskInput, timeoutSeconds);
      const isDone = answer !== undefined && "output" in answer;
      await reply(taskToken, isDone ? { ...answer, output: toStateResult(resource, answer.output) } : answer);
    }
  }
  const working = Array.from({ length: workers }, () =>
    work().catch((error: unknown) => {
      if (!closing.signal.aborted) throw error;
    }),
  );

  async function machineOf(definition: object, name?: string): Promise<string> {
    const text = JSON.stringify(forEngine(withTokenFunctions(definition), activityArn ?? ""));
    const known = machines.get(`${name} ${text}`);
    if (known !== undefined) return known;
    const created = await states.send(
      new CreateStateMachineCommand({ name: name ?? `flow-${machines.size}`, roleArn, definition: text }),
    );
    machines.set(`${name} ${text}`, created.stateMachineArn ?? "");
    return created.stateMachineArn ?? "";
  }

  async function put(path: string, text: string): Promise<void> {
    const [Bucket = "", ...key] = path.split("/");
    if (!buckets.has(Bucket)) await objects.send(new CreateBucketCommand({ Bucket }));
    buckets.add(Bucket);
    await objects.send(new PutObjectCommand({ Bucket, Key: key.join("/"), Body: text }));
  }

  async function end(executionArn: string) {
    const deadline = AbortSignal.timeout(20_000);
    for (;;) {
      const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== "RUNNING") return execution;
      await setTimeout(2, undefined, { signal: deadline });
    }
  }

  return {
    async run({ definition }, input, { replay: answers, definitionOf, files = {} }) {
      replay = answers;
      made = [];
      for (const flow of flowsStartedBy(definition, definitionOf))
        await machineOf(definitionOf(flow).definition, flow);
      for (const [path, text] of Object.entries(files)) await put(path, text);
      const stateMachineArn = await machineOf(definition);
      const started = await states.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      const executionArn = started.executionArn ?? "";
      const { output, error = "", cause = "", status } = await end(executionArn);
      const events: Event[] = [];
      for await (const page of paginateGetExecutionHistory({ client: states }, { executionArn }))
        events.push(...(page.events ?? []));
      const calls = withCallsOfOthers(callsOfHistory(events, wantedBy), made);
      return status === "SUCCEEDED"
        ? { output: JSON.parse(output ?? "null") as Json, calls }
        : { error, cause, calls };
    },

    async close() {
      closing.abort();
      await Promise.all(working);
      states.destroy();
      objects.destroy();
      await engine.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const tooLate = { error: "States.Timeout", cause: "" };

function toTask({ resource, arguments: given, timeoutSeconds }: Request) {
  const called = toCalled(resource, given);
  if (called.kind === "flow")
    throw new Error(`the engine itself starts flows, and was asked for ${called.flow}`);
  return { ...called, timeoutSeconds };
}

function wantedBy(event: Event): Wanted | undefined {
  // Details have the form that their event's type says.
  const { activityScheduledEventDetails: activity, taskScheduledEventDetails: task } = event as {
    activityScheduledEventDetails?: { input: string };
    taskScheduledEventDetails?: { resourceType: string; parameters: string };
  };
  if (activity) return JSON.parse(activity.input) as Request;
  if (task?.resourceType !== "lambda") return undefined;
  const { Payload } = JSON.parse(task.parameters) as { Payload: Request };
  return Payload;
}

function flowsStartedBy(definition: Json, definitionOf: (flow: string) => CompiledFlow): Set<string> {
  const found = new Set<string>();
  const visit = (text: string) => {
    for (const [, flow = ""] of text.matchAll(/"StateMachineArn":"[^"]*:stateMachine:([^"]+)"/g)) {
      if (found.has(flow)) continue;
      found.add(flow);
      visit(JSON.stringify(definitionOf(flow).definition));
    }
  };
  visit(JSON.stringify(definition));
  return found;
}
