import { container, flow, FlowError, task, TaskFailed } from "acme-engine";

export class NotTranscoded extends FlowError {}

const transcode = container<{ from: string; to: string; height: number }>({
  name: "transcode",
  image: "public.ecr.aws/example/transcode:2.1",
  command: ["transcode", "--from-environment"],
  cpu: 4096,
  memory: 8192,
  timeoutSeconds: 7200,
  env: { LOG_LEVEL: "info" },
});

const register = task(
  { name: "registerVideo" },
  async ({ key, job }: { key: string; job: string }): Promise<{ video: string }> => ({
    video: `${key}#${job}`,
  }),
);

const reportProblem = task(
  { name: "reportProblem" },
  async ({ key, reason }: { key: string; reason: string }): Promise<{ ticket: string }> => ({
    ticket: `${key}: ${reason}`,
  }),
);

/** Runs somebody's image with the input in its environment; how it ended is told by its exit code. */
export const transcodeVideo = flow(
  { name: "transcode-video" },
  async ({ from, to, height = 720 }: { from: string; to: string; height?: number }) => {
    try {
      const { taskArn } = await transcode({ from, to, height });
      return await register({ key: to, job: taskArn });
    } catch (error) {
      if (!(error instanceof TaskFailed)) throw error;
      const { ticket } = await reportProblem({ key: from, reason: error.message });
      throw new NotTranscoded(ticket);
    }
  },
);
