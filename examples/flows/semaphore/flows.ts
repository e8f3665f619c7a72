import { flow, FlowError, sleep, task } from "acme-engine";

export class LockTaken extends FlowError {}
export class GaveUp extends FlowError {}

const acquire = task(
  { name: "acquireLock" },
  async ({ lock, owner }: { lock: string; owner: string }): Promise<{ held: string }> => ({
    held: `${lock} by ${owner}`,
  }),
);

const release = task(
  { name: "releaseLock", retries: 5, retryDelaySeconds: 2 },
  async ({ lock, owner }: { lock: string; owner: string }): Promise<void> =>
    console.log(`${owner} releases ${lock}`),
);

const migrate = task(
  { name: "migrate" },
  async ({ database }: { database: string }): Promise<{ version: number }> => ({ version: database.length }),
);

/** Works while it holds a lock, and gives it back however the work ends. */
export const migrateDatabase = flow(
  { name: "migrate-database" },
  async ({ database, owner, patience = 5 }: { database: string; owner: string; patience?: number }) => {
    const lock = `migration/${database}`;
    let attempt = 1;
    while (true) {
      try {
        await acquire({ lock, owner });
        break;
      } catch (error) {
        if (!(error instanceof LockTaken)) throw error;
        if (attempt >= patience) throw new GaveUp(`${lock} is taken`);
      }
      attempt++;
      await sleep(60);
    }
    try {
      const { version } = await migrate({ database });
      return { database, version };
    } finally {
      await release({ lock, owner });
    }
  },
);
