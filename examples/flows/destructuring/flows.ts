import { flow, task } from "acme-engine";

interface Profile {
  id: string;
  name?: { first: string; last?: string };
  tags: string[];
  theme?: string;
  beta?: boolean;
}

const load = task({ name: "loadProfile" }, async ({ id }: { id: string }): Promise<Profile> => ({
  id,
  tags: ["new", "eu"],
  theme: "dark",
}));

const save = task(
  { name: "saveProfile" },
  async ({
    id,
  }: {
    id: string;
    settings: { theme?: string; beta?: boolean };
  }): Promise<{ version: number }> => ({
    version: id.length,
  }),
);

/** Takes apart what it gets, with values for what is missing, and keeps the rest together. */
export const migrateProfile = flow(
  { name: "migrate-profile" },
  async ({
    id,
    options: { dryRun = false, by = "nobody" } = {},
  }: {
    id: string;
    options?: { dryRun?: boolean; by?: string };
  }) => {
    const {
      name: { first, last = "?" } = { first: "anonymous" },
      tags: [main = "none", ...others],
      id: own,
      ...settings
    } = await load({ id });
    if (dryRun) return { own, first, last, main, others, settings, by };
    const { version } = await save({ id: own, settings });
    return { own, version, by };
  },
);
