import { aws, flow, FlowError, map, sleep, task } from "acme-engine";

export class DetectionFailed extends FlowError {}

interface Segment {
  Type: string;
  StartTimestampMillis: number;
  EndTimestampMillis: number;
}

interface Detection {
  JobStatus: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  StatusMessage?: string;
  Segments?: Segment[];
}

const cut = task(
  { name: "cutClip", cpu: 2048, memory: 4096 },
  async ({ key, from, to }: { key: string; from: number; to: number }): Promise<{ clip: string }> => ({
    clip: `${key}.${from}-${to}.mp4`,
  }),
);

/** Finds the shots of a video by Rekognition, and cuts it there. */
export const cutVideo = flow(
  { name: "cut-video" },
  async ({ bucket, key, shortest = 1000 }: { bucket: string; key: string; shortest?: number }) => {
    const started: { JobId: string } = await aws.rekognition.startSegmentDetection({
      Video: { S3Object: { Bucket: bucket, Name: key } },
      SegmentTypes: ["SHOT"],
    });
    let detection: Detection;
    do {
      await sleep({ minutes: 1 });
      detection = await aws.rekognition.getSegmentDetection({ JobId: started.JobId });
    } while (detection.JobStatus === "IN_PROGRESS");
    if (detection.JobStatus === "FAILED") throw new DetectionFailed(detection.StatusMessage ?? key);
    const shots = (detection.Segments ?? []).filter(
      (segment) => segment.EndTimestampMillis - segment.StartTimestampMillis >= shortest,
    );
    const clips = await map(
      shots,
      (shot) => cut({ key, from: shot.StartTimestampMillis, to: shot.EndTimestampMillis }),
      { concurrency: 4 },
    );
    return { key, clips: clips.map(({ clip }) => clip) };
  },
);
