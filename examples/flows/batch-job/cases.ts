import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { model: "wind", runs: 500, queue: "q", definition: "d:3" };

export const cases: FlowCases<typeof flows> = {
  simulate: [
    {
      input,
      tasks: { "aws.batch.submitJob.sync": [{ JobId: "j1", JobName: "simulate-wind" }] },
      output: { summary: "s3://simulations/wind/j1.json" },
    },
    {
      title: "the job fails",
      input,
      tasks: { "aws.batch.submitJob.sync": [errorNamed("States.TaskFailed", "Essential container exited")] },
      error: { name: "SimulationFailed", message: "wind: States.TaskFailed" },
    },
    {
      title: "what it wrote cannot be summarised",
      input,
      tasks: {
        "aws.batch.submitJob.sync": [{ JobId: "j1", JobName: "simulate-wind" }],
        summarise: [new RangeError("no runs")],
      },
      error: { name: "SimulationFailed", message: "wind: RangeError" },
    },
    {
      title: "there is no such model",
      input,
      tasks: { prepareInput: [new Error("no such model")] },
      error: { name: "Error", message: "no such model" },
    },
  ],
};

export const originals: Record<string, Original> = {
  simulate: { states: 4, transitions: 3, what: "prepare, submitJob.sync, summarise, Fail" },
};
