import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const inputs = (outputs: Record<string, string | null | { done: string | null }>) =>
  Object.entries(outputs).map(([what, output]) => ({ input: { what }, output }));

export const cases: FlowCases<typeof flows> = {
  simpleSwitch: inputs({ open: "did open", close: "did close", other: "nothing" }),
  switchCaseFallsThrough: inputs({
    open: "in open",
    unlock: "in unlock",
    close: "out close",
    lock: "out lock",
    other: "stay other",
  }),
  switchCaseNonEmptyFallThrough: inputs({
    open: "did unlock, entered",
    enter: ", entered",
    close: "closed",
    other: "",
  }),
  switchCaseFallsThroughToDefault: inputs({ open: "opened, checked", close: "checked", other: "checked" }),
  switchDefaultFallsThrough: inputs({ open: "opened", close: "closed", other: "unknown, closed" }),
  switchWithBlock: inputs({ open: { done: "did open" }, enter: { done: "ENTER" }, close2: { done: null } }),
  createAwsAccount: [
    { input: { email: "a@b.example", unit: "ou-1" }, output: { accountId: "111122223333", unit: "ou-1" } },
    {
      title: "the account takes its time",
      input: { email: "a@b.example", unit: "ou-1" },
      tasks: {
        describeCreation: [
          { state: "IN_PROGRESS" },
          { state: "IN_PROGRESS" },
          { state: "SUCCEEDED", accountId: "444455556666" },
        ],
      },
      output: { accountId: "444455556666", unit: "ou-1" },
    },
    {
      title: "the account cannot be",
      input: { email: "a@b.example", unit: "ou-1" },
      tasks: {
        describeCreation: [{ state: "IN_PROGRESS" }, { state: "FAILED", reason: "EMAIL_ALREADY_EXISTS" }],
      },
      error: { name: "AccountCreationFailed", message: "EMAIL_ALREADY_EXISTS" },
    },
    {
      title: "something that nobody knows",
      input: { email: "a@b.example", unit: "ou-1" },
      tasks: { describeCreation: [{ state: "PAUSED" }] },
      error: { name: "UnknownState", message: "the creation is PAUSED" },
    },
  ],
};

/** Of ts2asl. */
export const originals = {
  createAwsAccount: { states: 20 },
};
