import { TaskFailed } from "acme-engine";

import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { from: "in/a.mov", to: "out/a.mp4" };
const taskArn = "arn:aws:ecs:us-east-1:000000000000:task/batch/1";

export const cases: FlowCases<typeof flows> = {
  transcodeVideo: [
    {
      input,
      tasks: { transcode: [{ taskArn, exitCode: 0 }] },
      output: { video: `out/a.mp4#${taskArn}` },
    },
    {
      title: "it cannot be read: exit code 1",
      input: { ...input, height: 1080 },
      tasks: { transcode: [new TaskFailed("no video stream")] },
      error: { name: "NotTranscoded", message: "in/a.mov: no video stream" },
    },
    {
      title: "what is no exit code goes on as it is",
      input,
      tasks: { transcode: [new Error("no such cluster")] },
      error: { name: "Error", message: "no such cluster" },
    },
  ],
};

export const originals: Record<string, Original> = {
  transcodeVideo: {
    states: 6,
    transitions: 2,
    what: "runTask.sync, Choice behind its catcher, register, report, 2 Fail",
  },
};
