import { describe, expect, test } from "vitest";
import type { EcsTask } from "./ecs-task.ts";
import { explainFailure } from "./explain-failure.ts";
import { explainTask } from "./explain-task.ts";

const taskArn = "arn:aws:ecs:us-east-1:123456789012:task/batch/0f3c";
const stopped = (task: Partial<EcsTask>): EcsTask => ({ taskArn, ...task });

describe("why a task ended, in one sentence", () => {
  test.each<[string, Partial<EcsTask>, string]>([
    [
      "an exit code",
      { stopCode: "EssentialContainerExited", containers: [{ name: "main", exitCode: 3 }] },
      "The command exited with code 3.",
    ],
    [
      "a command that is not there",
      { stopCode: "EssentialContainerExited", containers: [{ name: "main", exitCode: 127 }] },
      "The command exited with code 127 (the command was not found).",
    ],
    [
      "too little memory",
      {
        stopCode: "EssentialContainerExited",
        memory: 512,
        containers: [
          {
            name: "main",
            exitCode: 137,
            reason: "OutOfMemoryError: Container killed due to memory usage",
          },
        ],
      },
      "The container ran out of its memory of 512 MiB and was killed.",
    ],
    [
      "an image that cannot be pulled",
      {
        stopCode: "TaskFailedToStart",
        stoppedReason: "Task failed to start",
        containers: [{ name: "main", reason: "CannotPullContainerError: pull access denied for nope." }],
      },
      "The task could not be started: CannotPullContainerError: pull access denied for nope.",
    ],
    [
      "a task that somebody stopped",
      {
        stopCode: "UserInitiated",
        stoppedReason: "Task stopped by operator",
        containers: [{ name: "main" }],
      },
      "The task was stopped: Task stopped by operator.",
    ],
    [
      "Spot capacity that was taken back",
      { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." },
      "AWS took the Spot capacity back, and the task was stopped.",
    ],
    [
      "a sidecar that failed before the job ran",
      { containers: [{ name: "proxy", exitCode: 2 }, { name: "job" }] },
      "The command exited with code 2.",
    ],
  ])("%s", (_, task, sentence) => {
    expect(explainTask(stopped(task))).toBe(sentence);
  });
});

describe("why a run failed", () => {
  test("joins the exit code with the last line that says something", () => {
    const failure = explainFailure({
      status: "FAILED",
      error: "States.TaskFailed",
      cause: "{}",
      task: stopped({
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container in task exited",
        containers: [{ name: "main", exitCode: 1 }],
      }),
      lastLogLines: ["Traceback (most recent call last):", "ValueError: no rows", "  "],
    });
    expect(failure).toEqual({
      reason: 'The command exited with code 1; its last line was "ValueError: no rows".',
      error: "States.TaskFailed",
      exitCode: 1,
      stoppedReason: "Essential container in task exited",
      stopCode: "EssentialContainerExited",
      taskArn,
      lastLogLines: ["Traceback (most recent call last):", "ValueError: no rows", "  "],
    });
  });

  test("passes over the flow runner's line that points to the traceback above it", () => {
    const { reason } = explainFailure({
      status: "FAILED",
      task: stopped({ containers: [{ name: "main", exitCode: 1 }] }),
      lastLogLines: ["ValueError: no rows", "acme: the flow raised; see the traceback above"],
    });
    expect(reason).toBe('The command exited with code 1; its last line was "ValueError: no rows".');
  });

  test("reads the task from the execution's cause when the history has no other", () => {
    const cause = JSON.stringify({
      TaskArn: taskArn,
      StopCode: "EssentialContainerExited",
      Containers: [{ Name: "main", ExitCode: 9 }],
    });
    const failure = explainFailure({ status: "FAILED", error: "States.TaskFailed", cause, lastLogLines: [] });
    expect(failure).toMatchObject({ reason: "The command exited with code 9.", exitCode: 9, taskArn });
  });

  test.each([
    ["ABORTED", "Acme.Stopped", "by hand", "The run was stopped: by hand (Acme.Stopped)."],
    ["ABORTED", undefined, undefined, "The run was stopped."],
    ["TIMED_OUT", undefined, undefined, "The run took longer than its time limit and was stopped."],
    ["FAILED", "States.Timeout", "", "The run took longer than its time limit and was stopped."],
    [
      "FAILED",
      "ECS.AccessDeniedException",
      "User is not authorized.",
      "ECS did not start the task: User is not authorized (ECS.AccessDeniedException).",
    ],
    ["FAILED", "Acme.InvalidInput", "Got a list.", "The run failed: Got a list (Acme.InvalidInput)."],
  ] as const)("%s with %s", (status, error, cause, reason) => {
    expect(explainFailure({ status, error, cause, lastLogLines: [] }).reason).toBe(reason);
  });
});

describe("why a flow failed, in one sentence", () => {
  const flow = {
    status: "FAILED" as const,
    lastLogLines: [],
    state: "load",
    source: "flows/nightly.ts:14:7",
  };

  test("what a task threw, and its stack", () => {
    const cause = JSON.stringify({
      errorType: "NoRows",
      errorMessage: "nothing for today",
      stack: "NoRows: …",
    });
    expect(explainFailure({ ...flow, error: "NoRows", cause })).toMatchObject({
      reason: "NoRows: nothing for today, in load (flows/nightly.ts:14:7).",
      error: "NoRows",
      errorMessage: "nothing for today",
      stack: "NoRows: …",
      state: "load",
      source: "flows/nightly.ts:14:7",
    });
  });

  test("what the flow itself threw", () => {
    expect(explainFailure({ ...flow, error: "NothingLoaded", cause: "nothing for today" }).reason).toBe(
      "NothingLoaded: nothing for today, in load (flows/nightly.ts:14:7).",
    );
  });

  test("a container that was not heard of any more, as ECS knows it", () => {
    const task = stopped({
      stopCode: "EssentialContainerExited",
      containers: [{ name: "main", exitCode: 137 }],
    });
    expect(explainFailure({ ...flow, error: "States.Timeout", task }).reason).toBe(
      "load (flows/nightly.ts:14:7) ran out of time, or its container was not heard of any more. The command exited with code 137 (killed with SIGKILL).",
    );
  });

  test("a cause that only looks like the runner's is shown as it is", () => {
    expect(explainFailure({ ...flow, error: "E", cause: '{"errorType":' }).reason).toContain(
      'E: {"errorType":',
    );
  });
});
