/** states:startExecution. Source: Step Functions developer guide, "Start a new AWS Step Functions state machine"; shapes recorded on AWS. */
import type { Json } from "@acme-engine/asl";
import * as sfn from "@aws-sdk/client-sfn";

import type { EngineContext } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import { shapeOf } from "../../../protocol/codec/shape.ts";
import { type Integration, type TaskOutcome } from "./integration.ts";
import { isObject, type OutputStyle, parseArguments, toOutput } from "./model-json.ts";
import { createSdkModel } from "./sdk-model.ts";
import { toSdkMetadata } from "./sdk-response.ts";
import { optimizedFailure } from "./service-failure.ts";

const style: OutputStyle = { timestamps: "millis", showsEmptyList: () => false };
const [, , , , startInput, startOutput] = sfn.StartExecution$;
const [, , , , , describeOutput] = sfn.DescribeExecution$;
const model = createSdkModel(sfn);

const toFailure = optimizedFailure({
  prefix: "StepFunctions",
  service: "AWSStepFunctions",
  unmodelled: "AWSStepFunctionsException",
  isModelled: model.isModelledError,
});

export const statesStartExecution: Integration = {
  patterns: ["requestResponse", "sync", "sync:2", "waitForTaskToken"],

  async start({ request, clientToken }, { call, clock, createId }) {
    // The schema of StartExecution's input describes a StartExecutionInput.
    const given = parseArguments(shapeOf(startInput), request.arguments) as sfn.StartExecutionInput;
    // A name of its own makes the call repeatable: the second one finds the execution of the first.
    const input = { ...given, name: given.name ?? clientToken };
    const requestId = createId();
    let response: sfn.StartExecutionOutput;
    try {
      response = await call<sfn.StartExecutionInput, sfn.StartExecutionOutput>(
        "states",
        "StartExecution",
        input,
      );
    } catch (error) {
      const earlier = given.name === undefined && hasCode(error, "ExecutionAlreadyExists");
      const [executionArn] = earlier ? (/arn:[^']+/.exec(String(error)) ?? []) : [];
      if (executionArn === undefined) throw toFailure(error, requestId);
      const { startDate } = await describe(executionArn, call);
      response = { executionArn, startDate };
    }
    const body = toOutput(shapeOf(startOutput), response, style);
    const metadata = toSdkMetadata({
      requestId,
      at: new Date(clock.now()),
      output: body,
      contentType: "application/x-amz-json-1.0",
    });
    return {
      output: isObject(body) ? { ...body, ...metadata } : body,
      handle: { executionArn: response.executionArn ?? "" },
    };
  },

  follow(handle, { resource }, { call, events }, end) {
    const executionArn = parseHandle(handle);
    let over = false;
    const look = () => {
      describe(executionArn, call)
        .then((execution) => {
          if (over || execution.status === "RUNNING") return;
          finish(toOutcome(execution, resource.pattern === "sync:2"));
        })
        .catch((error: unknown) => finish({ error: "States.TaskFailed", cause: String(error) }));
    };
    const finish = (outcome: TaskOutcome) => {
      if (over) return;
      over = true;
      unsubscribe();
      end(outcome);
    };
    const unsubscribe = events.subscribe("Step Functions Execution Status Change", (detail) => {
      if (detail.executionArn === executionArn && detail.status !== "RUNNING") look();
    });
    look();
    return () => {
      over = true;
      unsubscribe();
    };
  },

  async stop(handle, _call, { call }) {
    await call<sfn.StopExecutionInput, sfn.StopExecutionOutput>("states", "StopExecution", {
      executionArn: parseHandle(handle),
    });
  },
};

/** A child that did not succeed fails the task with its description. `.sync:2` shows input and output as JSON. */
function toOutcome(execution: sfn.DescribeExecutionOutput, asJson: boolean): TaskOutcome {
  const text = toOutput(shapeOf(describeOutput), execution, style);
  const output =
    asJson && isObject(text) ? { ...text, ...parsed(text, "Input"), ...parsed(text, "Output") } : text;
  if (execution.status === "SUCCEEDED") return { output };
  return { error: "States.TaskFailed", cause: JSON.stringify(output) };
}

function parsed(source: { [name: string]: Json }, name: string): { [name: string]: Json } {
  const value = source[name];
  return typeof value === "string" ? { [name]: JSON.parse(value) } : {};
}

const describe = (executionArn: string, call: EngineContext["call"]) =>
  call<sfn.DescribeExecutionInput, sfn.DescribeExecutionOutput>("states", "DescribeExecution", {
    executionArn,
  });

const hasCode = (error: unknown, code: string) => error instanceof AwsError && error.code === code;

function parseHandle(handle: Json): string {
  const arn = isObject(handle) ? handle["executionArn"] : undefined;
  return typeof arn === "string" ? arn : "";
}
