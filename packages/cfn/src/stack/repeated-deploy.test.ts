import { describe, expect, test } from "vitest";
import type { Script } from "../testing/scripted-client.ts";
import { awsError, noSuchStack, scriptCloudFormation } from "../testing/scripted-client.ts";
import { changeSetMade, described, events } from "../testing/stack-answers.ts";
import { createVirtualPace } from "../testing/virtual-pace.ts";
import { deployStack } from "./deploy-stack.ts";
import type { StackEvent } from "./stack-event.ts";

const templateBody = "Resources: {}";

function deploy(script: Script, signal?: AbortSignal) {
  const scripted = scriptCloudFormation(script);
  const pace = createVirtualPace();
  const told: StackEvent[] = [];
  const onEvent = (event: StackEvent) => told.push(event);
  const result = deployStack({
    stackName: "s",
    templateBody,
    client: scripted.client,
    pace,
    onEvent,
    signal,
  });
  const steps = () =>
    told.filter(({ kind }) => kind === "step").map(({ status, reason }) => `${status}: ${reason}`);
  return { result, steps, told, pace, ...scripted };
}

const created: Script = [
  ["CreateChangeSet", changeSetMade("s")],
  ["DescribeChangeSet", { Status: "CREATE_COMPLETE" }],
  ["ExecuteChangeSet", {}],
  ["DescribeStackEvents", events("s", ["9", "s", "CREATE_COMPLETE"])],
  ["DescribeStacks", described("s", { status: "CREATE_COMPLETE" })],
];
const removed: Script = [
  ["DescribeStackEvents", events("s", ["1", "s", "ROLLBACK_COMPLETE"])],
  ["DeleteStack", {}],
  ["DescribeStackEvents", events("s", ["1", "s", "ROLLBACK_COMPLETE"], ["2", "s", "DELETE_COMPLETE"])],
];
const unchanged: Script = [
  ["DescribeStacks", described("s", { status: "UPDATE_COMPLETE" })],
  ["GetTemplate", { TemplateBody: templateBody }],
];

describe("a deployment after one that was interrupted", () => {
  test("waits for what is still going on, then compares", async () => {
    const { result, steps } = deploy([
      ["DescribeStacks", described("s", { status: "UPDATE_IN_PROGRESS" })],
      ["DescribeStacks", described("s", { status: "UPDATE_IN_PROGRESS" })],
      ["DescribeStacks", described("s", { status: "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" })],
      ["DescribeStacks", described("s", { status: "UPDATE_COMPLETE" })],
      ...unchanged,
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged" });
    expect(steps()).toEqual(["WAITING: UPDATE_IN_PROGRESS from an earlier run"]);
  });

  test("waits for a deletion to end, then creates", async () => {
    const { result } = deploy([
      ["DescribeStacks", described("s", { status: "DELETE_IN_PROGRESS" })],
      ["DescribeStacks", noSuchStack("s")],
      ["DescribeStacks", noSuchStack("s")],
      ...created,
    ]);
    await expect(result).resolves.toMatchObject({ change: "created" });
  });

  test("creates a stack of which there is only a change set that was never executed", async () => {
    const { result, inputOf } = deploy([
      ["DescribeStacks", described("s", { status: "REVIEW_IN_PROGRESS" })],
      ...created,
    ]);
    await expect(result).resolves.toMatchObject({ change: "created" });
    expect(inputOf("CreateChangeSet")).toMatchObject({ ChangeSetType: "CREATE" });
  });

  test.each(["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])(
    "removes what a creation left that ended %s, then creates",
    async (status) => {
      const { result, steps, left } = deploy([
        ["DescribeStacks", described("s", { status })],
        ...removed,
        ["DescribeStacks", noSuchStack("s")],
        ...created,
      ]);
      await expect(result).resolves.toMatchObject({ change: "created" });
      expect(steps()).toEqual([`REMOVING: ${status}: what is left of a creation that failed`]);
      expect(left()).toEqual([]);
    },
  );

  test("takes it for deleted when AWS no longer knows the stack", async () => {
    const { result } = deploy([
      ["DescribeStacks", described("s", { status: "ROLLBACK_COMPLETE" })],
      ...removed.slice(0, 2),
      ["DescribeStackEvents", noSuchStack("s")],
      ["DescribeStacks", noSuchStack("s")],
      ...created,
    ]);
    await expect(result).resolves.toMatchObject({ change: "created" });
  });

  test("continues a roll-back that had failed, then compares", async () => {
    const { result, steps } = deploy([
      ["DescribeStacks", described("s", { status: "UPDATE_ROLLBACK_FAILED" })],
      ["DescribeStackEvents", events("s", ["1", "s", "UPDATE_ROLLBACK_FAILED"])],
      ["ContinueUpdateRollback", {}],
      [
        "DescribeStackEvents",
        events("s", ["1", "s", "UPDATE_ROLLBACK_FAILED"], ["2", "s", "UPDATE_ROLLBACK_COMPLETE"]),
      ],
      ...unchanged,
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged" });
    expect(steps()).toEqual(["CONTINUING: UPDATE_ROLLBACK_FAILED: the roll-back has to end first"]);
  });

  test("does not deploy over a deletion that stopped half-way", async () => {
    const { result } = deploy([["DescribeStacks", described("s", { status: "DELETE_FAILED" })]]);
    await expect(result).rejects.toMatchObject({ code: "ACME_STACK_REMAINS" });
  });
});

describe("an abort", () => {
  test("before the first call makes nothing", async () => {
    const { result, operations } = deploy([["DescribeStacks", noSuchStack("s")]], AbortSignal.abort());
    await expect(result).rejects.toMatchObject({
      code: "ACME_INTERRUPTED",
      message: 'Stopped waiting for stack "s": it does not exist, nothing is left behind',
    });
    expect(operations()).toEqual(["DescribeStacks"]);
  });

  test("while AWS compares takes the change set back, and the empty stack with it", async () => {
    const abort = new AbortController();
    const { result, operations } = deploy(
      [
        ["DescribeStacks", noSuchStack("s")],
        ["CreateChangeSet", changeSetMade("s")],
        [
          "DescribeChangeSet",
          () => {
            abort.abort();
            return { Status: "CREATE_IN_PROGRESS" };
          },
        ],
        ["DescribeStacks", described("s", { status: "REVIEW_IN_PROGRESS" })],
        ["DeleteStack", {}],
        ["DescribeStacks", noSuchStack("s")],
      ],
      abort.signal,
    );
    await expect(result).rejects.toMatchObject({ code: "ACME_INTERRUPTED", status: undefined });
    expect(operations()).toContain("DeleteStack");
  });

  test("while AWS works says that AWS goes on, and what to do", async () => {
    const abort = new AbortController();
    const { result, operations } = deploy(
      [
        ["DescribeStacks", noSuchStack("s")],
        ["CreateChangeSet", changeSetMade("s")],
        ["DescribeChangeSet", { Status: "CREATE_COMPLETE" }],
        ["ExecuteChangeSet", {}],
        [
          "DescribeStackEvents",
          () => {
            abort.abort();
            return events("s", ["1", "s", "CREATE_IN_PROGRESS"]);
          },
        ],
        ["DescribeStacks", described("s", { status: "CREATE_IN_PROGRESS" })],
      ],
      abort.signal,
    );
    await expect(result).rejects.toMatchObject({
      code: "ACME_INTERRUPTED",
      message:
        'Stopped waiting for stack "s": it is CREATE_IN_PROGRESS, and AWS goes on without this process',
      hint: "Run the same command again: it goes on from there.",
    });
    expect(operations()).not.toContain("DeleteStack");
  });

  test("is told even when AWS cannot be asked any more", async () => {
    const { result } = deploy([["DescribeStacks", awsError("AccessDenied", "no", 403)]], AbortSignal.abort());
    await expect(result).rejects.toMatchObject({ code: "ACME_INTERRUPTED", status: "unknown" });
  });
});
