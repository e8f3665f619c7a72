import { childMachine, loadStateMachine } from "@acme-engine/asl";
import type { DescribeStateMachineForExecutionOutput } from "@aws-sdk/client-sfn";

import type { StepFunctionsDeps } from "../deps.ts";
import { stateMachineOfChild } from "../map-runs/child-names.ts";
import type { ExecutionRecord } from "./execution-store.ts";

type DescribedMachine = Pick<
  DescribeStateMachineForExecutionOutput,
  "stateMachineArn" | "name" | "definition" | "mapRunArn" | "label"
>;

/**
 * The state machine that an execution runs. A map run's child runs the Map's processor, as a machine `<name>/<label>`.
 * Source: API reference, DescribeStateMachineForExecution.
 */
export function toDescribedMachine(
  { arn, stateMachine, mapRun }: ExecutionRecord,
  definition: string,
  { stateMachines, mapRunStore }: Pick<StepFunctionsDeps, "stateMachines" | "mapRunStore">,
): DescribedMachine {
  if (mapRun === undefined) {
    return {
      stateMachineArn: stateMachine,
      name: stateMachines.find(stateMachine)?.name ?? "",
      definition,
    };
  }
  const stateMachineArn = stateMachineOfChild(arn);
  const name = stateMachineArn.slice(stateMachineArn.lastIndexOf(":") + 1);
  const mapState = mapRunStore.find(mapRun.arn)?.stateName;
  const processor =
    mapState === undefined ? undefined : childMachine(loadStateMachine(definition), mapState)?.definition;
  return {
    stateMachineArn,
    name,
    definition: processor === undefined ? definition : JSON.stringify(processor),
    mapRunArn: mapRun.arn,
    label: name.slice(name.indexOf("/") + 1),
  };
}
