import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { bucket: "films", key: "a.mp4" };
const shot = (from: number, to: number) => ({
  Type: "SHOT",
  StartTimestampMillis: from,
  EndTimestampMillis: to,
});

export const cases: FlowCases<typeof flows> = {
  cutVideo: [
    {
      title: "three shots, one too short",
      input,
      tasks: {
        "aws.rekognition.startSegmentDetection": [{ JobId: "j1" }],
        "aws.rekognition.getSegmentDetection": [
          { JobStatus: "IN_PROGRESS" },
          { JobStatus: "SUCCEEDED", Segments: [shot(0, 4000), shot(4000, 4500), shot(4500, 9000)] },
        ],
      },
      output: { key: "a.mp4", clips: ["a.mp4.0-4000.mp4", "a.mp4.4500-9000.mp4"] },
    },
    {
      title: "no shots",
      input: { ...input, shortest: 10 },
      tasks: {
        "aws.rekognition.startSegmentDetection": [{ JobId: "j1" }],
        "aws.rekognition.getSegmentDetection": [{ JobStatus: "SUCCEEDED" }],
      },
      output: { key: "a.mp4", clips: [] },
    },
    {
      title: "the video cannot be read",
      input,
      tasks: {
        "aws.rekognition.startSegmentDetection": [{ JobId: "j1" }],
        "aws.rekognition.getSegmentDetection": [{ JobStatus: "FAILED", StatusMessage: "no video stream" }],
      },
      error: { name: "DetectionFailed", message: "no video stream" },
    },
    {
      title: "a cut fails",
      input,
      tasks: {
        "aws.rekognition.startSegmentDetection": [{ JobId: "j1" }],
        "aws.rekognition.getSegmentDetection": [{ JobStatus: "SUCCEEDED", Segments: [shot(0, 4000)] }],
        cutClip: [new Error("disk full")],
      },
      error: { name: "Error", message: "disk full" },
    },
  ],
};

export const originals: Record<string, Original> = {
  cutVideo: { states: 7, transitions: 6, what: "start, Wait, get, Choice, Fail, Map, cut" },
};
