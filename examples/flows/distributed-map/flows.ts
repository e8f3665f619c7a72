import { distributedMap, flow, FlowError, ItemsFailed, s3, task } from "acme-engine";

export class ImportFailed extends FlowError {}

interface Rating {
  film: string;
  stars: string;
}

const store = task(
  { name: "storeRatings" },
  async ({ ratings }: { ratings: Rating[] }): Promise<{ stored: number }> => {
    const bad = ratings.find(({ stars }) => Number.isNaN(Number(stars)));
    if (bad) throw new RangeError(`${bad.film} has "${bad.stars}" stars`);
    return { stored: ratings.length };
  },
);

const report = task(
  { name: "reportImport" },
  async ({ file }: { file: string; stored: number; lost: number }): Promise<{ url: string }> => ({
    url: `https://imports.example.com/${file}`,
  }),
);

/** Stores the rows of a file of any size, two at a time, each pair in an execution of its own; some may fail. */
export const importRatings = flow(
  { name: "import-ratings" },
  async ({ bucket, key }: { bucket: string; key: string }) => {
    try {
      const results = await distributedMap(s3.csv<Rating>({ bucket, key }), (ratings) => store({ ratings }), {
        itemsPerBatch: 2,
        concurrency: 50,
        toleratedFailurePercentage: 50,
        label: "ratings",
      });
      let stored = 0;
      let lost = 0;
      for (const result of results) {
        if ("stored" in result) stored += result.stored;
        else lost++;
      }
      const { url } = await report({ file: key, stored, lost });
      return { url, stored, lost };
    } catch (error) {
      if (error instanceof ItemsFailed) throw new ImportFailed(key);
      throw error;
    }
  },
);

const resize = task(
  { name: "resizeImage", retries: 1, retryDelaySeconds: 1 },
  async ({ image, width }: { image: string; width: number }): Promise<{ made: string }> => ({
    made: `${width}/${image}`,
  }),
);

/** Makes a small copy of each image of a list; what came of it is written to S3, for there may be a lot. */
export const makeThumbnails = flow(
  { name: "make-thumbnails" },
  async ({ bucket, list, width = 200 }: { bucket: string; list: string; width?: number }) => {
    await distributedMap(
      s3.json<{ image: string }>({ bucket, key: list }),
      async ({ image }) => {
        const { made } = await resize({ image, width });
        return made;
      },
      { concurrency: 100, label: "thumbnails", resultTo: { bucket, prefix: "thumbnails" } },
    );
    return { results: `s3://${bucket}/thumbnails/` };
  },
);
