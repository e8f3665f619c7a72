import { flow, FlowError, map, sleep, task } from "acme-engine";

export class NothingLoaded extends FlowError {}

const extract = task(
  { name: "extract", retries: 3, retryDelaySeconds: 10, timeoutSeconds: 600, cpu: 1024, memory: 4096 },
  async ({ day }: { day: string }): Promise<{ files: string[] }> => ({
    files: [`${day}-a.csv`, `${day}-b.csv`, `${day}-c.csv`],
  }),
);

const load = task({ name: "load" }, async ({ file }: { file: string }): Promise<{ rows: number }> => ({
  rows: file.length,
}));

export const nightly = flow(
  { name: "nightly", description: "Loads the files of a day" },
  async ({ day = "today", limit }: { day?: string; limit: number }) => {
    const { files } = await extract({ day });
    const loaded = await map(files.slice(0, limit), (file) => load({ file }), { concurrency: 10 });
    let total = 0;
    for (const { rows } of loaded) total += rows;
    if (total === 0) {
      await sleep({ minutes: 5 });
      throw new NothingLoaded(`nothing for ${day}`);
    }
    return { day, total };
  },
);
