import { flow, FlowError, sleep, task } from "acme-engine";

export class JobFailed extends FlowError {}
export class TookTooLong extends FlowError {}

interface JobStatus {
  state: "QUEUED" | "RUNNING" | "DONE" | "FAILED";
  reason?: string;
  rows?: number;
}

const submitExport = task(
  { name: "submitExport" },
  async ({ table }: { table: string }): Promise<{ jobId: string }> => ({ jobId: `export-${table}` }),
);

const getStatus = task(
  { name: "getStatus", retries: 2, retryDelaySeconds: 1 },
  async ({ jobId }: { jobId: string }): Promise<JobStatus> => ({ state: "DONE", rows: jobId.length }),
);

/** Begins a job elsewhere and asks every half minute whether it is done, a limited number of times. */
export const exportTable = flow(
  { name: "export-table" },
  async ({ table, maxAttempts = 10 }: { table: string; maxAttempts?: number }) => {
    const { jobId } = await submitExport({ table });
    let attempt = 0;
    while (true) {
      await sleep(30);
      attempt++;
      const status = await getStatus({ jobId });
      if (status.state === "DONE") return { jobId, rows: status.rows ?? 0, attempts: attempt };
      if (status.state === "FAILED") throw new JobFailed(`${jobId}: ${status.reason ?? "no reason given"}`);
      if (attempt >= maxAttempts) throw new TookTooLong(`${jobId} is not done after ${attempt} attempts`);
    }
  },
);
