import { aws, flow, FlowError, task } from "acme-engine";

export class SimulationFailed extends FlowError {}

interface Job {
  JobId: string;
  JobName: string;
}

const prepare = task(
  { name: "prepareInput" },
  async ({ model, runs }: { model: string; runs: number }): Promise<{ input: string; size: number }> => ({
    input: `s3://simulations/${model}`,
    size: Math.min(runs, 100),
  }),
);

const summarise = task(
  { name: "summarise" },
  async ({ job, input }: { job: string; input: string }): Promise<{ summary: string }> => ({
    summary: `${input}/${job}.json`,
  }),
);

/** Runs a job of AWS Batch between two tasks, and waits for it. */
export const simulate = flow(
  { name: "simulate" },
  async ({
    model,
    runs,
    queue,
    definition,
  }: {
    model: string;
    runs: number;
    queue: string;
    definition: string;
  }) => {
    const { input, size } = await prepare({ model, runs });
    try {
      const job: Job = await aws.batch.submitJob.sync({
        JobName: `simulate-${model}`,
        JobQueue: queue,
        JobDefinition: definition,
        ArrayProperties: { Size: size },
        ContainerOverrides: { Environment: [{ Name: "INPUT", Value: input }] },
      });
      return await summarise({ job: job.JobId, input });
    } catch (error) {
      throw new SimulationFailed(`${model}: ${(error as Error).name}`);
    }
  },
);
