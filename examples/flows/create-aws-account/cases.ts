import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { email: "team@example.com", name: "team" };
const busy = { requestId: "car-1", state: "IN_PROGRESS" };

export const cases: FlowCases<typeof flows> = {
  createAccount: [
    { input, output: { accountId: "123456789012" } },
    {
      title: "it takes a while",
      input,
      tasks: { describeCreation: [busy, busy, { requestId: "car-1", state: "SUCCEEDED", accountId: "1" }] },
      output: { accountId: "1" },
    },
    {
      title: "the address is taken",
      input,
      tasks: { describeCreation: [{ requestId: "car-1", state: "FAILED", reason: "EMAIL_ALREADY_EXISTS" }] },
      output: { accountId: null, note: "team@example.com is taken" },
    },
    {
      title: "it fails",
      input,
      tasks: { describeCreation: [{ requestId: "car-1", state: "FAILED", reason: "LIMIT" }] },
      error: { name: "AccountNotCreated", message: "LIMIT" },
    },
    {
      title: "it fails without a reason",
      input,
      tasks: { describeCreation: [{ requestId: "car-1", state: "FAILED" }] },
      error: { name: "AccountNotCreated", message: "no reason given" },
    },
    {
      title: "something unheard of",
      input,
      tasks: { describeCreation: [{ requestId: "car-1", state: "LOST" }] },
      error: { name: "AccountNotCreated", message: "state LOST" },
    },
  ],
};

export const originals: Record<string, Original> = {
  createAccount: { states: 20, what: "ts2asl's snapshot of switch: createAwsAccount" },
};
