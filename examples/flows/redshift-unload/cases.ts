import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = {
  workgroup: "w",
  database: "d",
  table: "sales",
  to: "s3://out/sales",
  role: "arn:aws:iam::1:role/unload",
};
const started = { Id: "st-1" };

export const cases: FlowCases<typeof flows> = {
  unloadTable: [
    {
      title: "done the third time",
      input,
      tasks: {
        "aws.redshiftdata.executeStatement": [started],
        "aws.redshiftdata.describeStatement": [
          { Status: "SUBMITTED" },
          { Status: "STARTED" },
          { Status: "FINISHED", ResultRows: 12 },
        ],
      },
      output: { statement: "st-1", rows: 12, to: "s3://out/sales" },
    },
    {
      title: "no rows are told",
      input,
      tasks: {
        "aws.redshiftdata.executeStatement": [new Error("busy"), started],
        "aws.redshiftdata.describeStatement": [{ Status: "FINISHED" }],
      },
      output: { statement: "st-1", rows: 0, to: "s3://out/sales" },
    },
    {
      title: "it fails",
      input,
      tasks: {
        "aws.redshiftdata.executeStatement": [started],
        "aws.redshiftdata.describeStatement": [
          { Status: "PICKED" },
          { Status: "FAILED", Error: "no such table" },
        ],
      },
      error: { name: "UnloadFailed", message: "no such table" },
    },
    {
      title: "somebody stops it",
      input,
      tasks: {
        "aws.redshiftdata.executeStatement": [started],
        "aws.redshiftdata.describeStatement": [{ Status: "ABORTED" }],
      },
      error: { name: "UnloadAborted", message: "statement st-1" },
    },
  ],
};

export const originals: Record<string, Original> = {
  unloadTable: { states: 7, transitions: 5, what: "execute, Wait, describe, Choice, Succeed, 2 Fail" },
};
