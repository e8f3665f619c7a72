import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { idleHours: 12, asOf: "2026-04-01T06:00:00Z" };
const old = "2020-01-01T00:00:00Z";
const endpoints = {
  Endpoints: [
    { EndpointName: "busy", CreationTime: old },
    { EndpointName: "idle", CreationTime: old },
    { EndpointName: "new", CreationTime: "2026-03-31T20:00:00Z" },
  ],
};
const calls = (given: unknown) => {
  const { Dimensions } = given as { Dimensions: { Value: string }[] };
  return { Datapoints: Dimensions[0]?.Value === "busy" ? [{ Sum: 3 }, { Sum: 4 }] : [] };
};

export const cases: FlowCases<typeof flows> = {
  deleteIdleEndpoints: [
    {
      title: "one is busy, one is idle, one is new",
      input,
      tasks: { "aws.sagemaker.listEndpoints": [endpoints], "aws.cloudwatch.getMetricStatistics": calls },
      output: {
        checked: 2,
        deleted: 1,
        results: [
          { endpoint: "busy", calls: 7, deleted: false },
          { endpoint: "idle", calls: 0, deleted: true },
        ],
      },
    },
    {
      title: "no endpoints",
      input,
      tasks: { "aws.sagemaker.listEndpoints": [{ Endpoints: [] }] },
      output: { checked: 0, deleted: 0, results: [] },
    },
    {
      title: "it may not be deleted",
      input,
      tasks: {
        "aws.sagemaker.listEndpoints": [endpoints],
        "aws.cloudwatch.getMetricStatistics": calls,
        "aws.sagemaker.deleteEndpoint": [errorNamed("SageMaker.SageMakerException", "not authorized")],
      },
      error: { name: "SageMaker.SageMakerException", message: "not authorized" },
    },
  ],
};

export const originals: Record<string, Original> = {
  deleteIdleEndpoints: { states: 6, transitions: 5, what: "list, Map, statistics, Choice, delete, Succeed" },
};
