import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  exportTable: [
    { input: { table: "sales" }, output: { jobId: "export-sales", rows: 12, attempts: 1 } },
    {
      title: "done the third time",
      input: { table: "sales" },
      tasks: { getStatus: [{ state: "QUEUED" }, { state: "RUNNING" }, { state: "DONE" }] },
      output: { jobId: "export-sales", rows: 0, attempts: 3 },
    },
    {
      title: "it fails, and says why",
      input: { table: "sales" },
      tasks: { getStatus: [{ state: "RUNNING" }, { state: "FAILED", reason: "disk full" }] },
      error: { name: "JobFailed", message: "export-sales: disk full" },
    },
    {
      title: "it fails without a reason",
      input: { table: "sales" },
      tasks: { getStatus: [{ state: "FAILED" }] },
      error: { name: "JobFailed", message: "export-sales: no reason given" },
    },
    {
      title: "never done",
      input: { table: "sales", maxAttempts: 3 },
      tasks: { getStatus: [{ state: "RUNNING" }] },
      error: { name: "TookTooLong", message: "export-sales is not done after 3 attempts" },
    },
    {
      title: "asking fails now and then",
      input: { table: "sales" },
      tasks: { getStatus: [new Error("busy"), new Error("busy"), { state: "DONE", rows: 4 }] },
      output: { jobId: "export-sales", rows: 4, attempts: 1 },
    },
  ],
};

export const originals: Record<string, Original> = {
  exportTable: { states: 7, transitions: 5, what: "submit, wait, get status, Choice, Succeed, 2 Fail" },
};
