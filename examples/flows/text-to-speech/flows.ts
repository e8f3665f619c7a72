import { aws, flow, FlowError, sleep, task } from "acme-engine";

export class SpeechFailed extends FlowError {}

interface Synthesis {
  SynthesisTask: {
    TaskId: string;
    TaskStatus: "scheduled" | "inProgress" | "completed" | "failed";
    TaskStatusReason?: string;
    OutputUri?: string;
  };
}

const publish = task(
  { name: "publishEpisode" },
  async ({ article, audio }: { article: string; audio: string }): Promise<{ episode: string }> => ({
    episode: `${article}: ${audio}`,
  }),
);

/** Has an article read aloud by Polly, and publishes the recording. */
export const readAloud = flow(
  { name: "read-aloud" },
  async ({
    article,
    text,
    bucket,
    voice = "Joanna",
  }: {
    article: string;
    text: string;
    bucket: string;
    voice?: string;
  }) => {
    let synthesis: Synthesis = await aws.polly.startSpeechSynthesisTask({
      OutputFormat: "mp3",
      OutputS3BucketName: bucket,
      OutputS3KeyPrefix: `audio/${article}`,
      Text: text,
      VoiceId: voice,
    });
    do {
      await sleep(15);
      synthesis = await aws.polly.getSpeechSynthesisTask({ TaskId: synthesis.SynthesisTask.TaskId });
    } while (
      synthesis.SynthesisTask.TaskStatus === "scheduled" ||
      synthesis.SynthesisTask.TaskStatus === "inProgress"
    );
    if (synthesis.SynthesisTask.TaskStatus === "failed") {
      throw new SpeechFailed(synthesis.SynthesisTask.TaskStatusReason ?? article);
    }
    return await publish({ article, audio: synthesis.SynthesisTask.OutputUri ?? "" });
  },
);
