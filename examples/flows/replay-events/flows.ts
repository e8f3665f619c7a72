import { aws, flow, map, sleep, task } from "acme-engine";

interface Recorded {
  at: string;
  type: string;
  detail: string;
}

const readRecording = task(
  { name: "readRecording" },
  async ({ day }: { day: string }): Promise<{ events: Recorded[] }> => ({
    events: [
      { at: `${day}T08:00:00.000Z`, type: "opened", detail: "door 1" },
      { at: `${day}T08:00:45.000Z`, type: "closed", detail: "door 1" },
      { at: `${day}T08:10:00.000Z`, type: "opened", detail: "door 2" },
    ],
  }),
);

/** Sends the events of a day again, with the same time between them, or faster. */
export const replayDay = flow(
  { name: "replay-day" },
  async ({ day, bus, speed = 1 }: { day: string; bus: string; speed?: number }) => {
    const { events } = await readRecording({ day });
    const first = Date.parse(events[0]?.at ?? `${day}T00:00:00.000Z`);
    const sent = await map(events, async ({ at, type, detail }) => {
      await sleep((Date.parse(at) - first) / 1000 / speed);
      await aws.events.putEvents({
        Entries: [{ EventBusName: bus, Source: "replay", DetailType: type, Detail: { at, detail } }],
      });
      return type;
    });
    return { day, sent: sent.length };
  },
);
