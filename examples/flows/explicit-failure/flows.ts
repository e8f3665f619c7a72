import { flow, FlowError, task } from "acme-engine";

export class ChecksFailed extends FlowError {}
export class Infected extends FlowError {}

interface Upload {
  bucket: string;
  key: string;
}

const scanForViruses = task(
  { name: "scanForViruses" },
  async ({ key }: Upload): Promise<{ clean: boolean }> => ({ clean: !key.includes("eicar") }),
);

const readMetadata = task({ name: "readMetadata" }, async ({ key }: Upload): Promise<{ pages: number }> => ({
  pages: key.length,
}));

const quarantine = task(
  { name: "quarantine" },
  async ({ bucket, key }: Upload): Promise<{ moved: string }> => ({ moved: `${bucket}-quarantine/${key}` }),
);

/** One branch fails on purpose, which stops the others; the flow cleans up and fails with an error of its own. */
export const checkUpload = flow({ name: "check-upload" }, async (upload: Upload) => {
  try {
    const [, { pages }] = await Promise.all([
      (async () => {
        const { clean } = await scanForViruses(upload);
        if (!clean) throw new Infected(upload.key);
      })(),
      readMetadata(upload),
    ]);
    return { key: upload.key, pages };
  } catch (error) {
    const { moved } = await quarantine(upload);
    throw new ChecksFailed(`${(error as Error).name}: ${(error as Error).message}; now in ${moved}`);
  }
});
