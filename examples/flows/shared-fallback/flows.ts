import { flow, FlowError, task } from "acme-engine";

export class PipelineFailed extends FlowError {}

interface Day {
  day: string;
}

const extract = task({ name: "extract" }, async ({ day }: Day): Promise<{ file: string }> => ({
  file: `raw/${day}.csv`,
}));

const transform = task(
  { name: "transform" },
  async ({ file }: { file: string }): Promise<{ table: string }> => ({
    table: file.replaceAll("/", "_"),
  }),
);

const load = task({ name: "load" }, async ({ table }: { table: string }): Promise<{ rows: number }> => ({
  rows: table.length,
}));

const notify = task(
  { name: "notifyOnCall", retries: 3 },
  async (report: { day: string; step: string; error: string; message: string }): Promise<void> =>
    console.log(report),
);

/** Whatever fails, one handler tells the one on duty which step it was. */
export const dailyImport = flow({ name: "daily-import" }, async ({ day }: Day) => {
  let step = "extract";
  try {
    const { file } = await extract({ day });
    step = "transform";
    const { table } = await transform({ file });
    step = "load";
    const { rows } = await load({ table });
    return { day, rows };
  } catch (error) {
    await notify({ day, step, error: (error as Error).name, message: (error as Error).message });
    throw new PipelineFailed(`${step} of ${day}: ${(error as Error).name}`);
  }
});
