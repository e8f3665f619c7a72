import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { article: "a1", text: "Good morning", bucket: "audio" };
const at = (TaskStatus: string, more: object = {}) => ({
  SynthesisTask: { TaskId: "t1", TaskStatus, ...more },
});

export const cases: FlowCases<typeof flows> = {
  readAloud: [
    {
      title: "read the third time that is asked",
      input,
      tasks: {
        "aws.polly.startSpeechSynthesisTask": [at("scheduled")],
        "aws.polly.getSpeechSynthesisTask": [
          at("scheduled"),
          at("inProgress"),
          at("completed", { OutputUri: "https://audio.example.com/a1.mp3" }),
        ],
      },
      output: { episode: "a1: https://audio.example.com/a1.mp3" },
    },
    {
      title: "it fails",
      input: { ...input, voice: "Nobody" },
      tasks: {
        "aws.polly.startSpeechSynthesisTask": [at("scheduled")],
        "aws.polly.getSpeechSynthesisTask": [at("failed", { TaskStatusReason: "no such voice" })],
      },
      error: { name: "SpeechFailed", message: "no such voice" },
    },
    {
      title: "it fails, and does not say why",
      input,
      tasks: {
        "aws.polly.startSpeechSynthesisTask": [at("scheduled")],
        "aws.polly.getSpeechSynthesisTask": [at("failed")],
      },
      error: { name: "SpeechFailed", message: "a1" },
    },
  ],
};

export const originals: Record<string, Original> = {
  readAloud: { states: 6, transitions: 5, what: "start, Wait, get, Choice, Fail, publish" },
};
