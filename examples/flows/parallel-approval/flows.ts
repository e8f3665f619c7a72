import { callback, flow, task } from "acme-engine";

interface Release {
  version: string;
  notes: string;
}

interface Verdict {
  approved: boolean;
  by: string;
}

const askReviewer = task(
  { name: "askReviewer" },
  async ({ team, release, token }: { team: string; release: Release; token: string }): Promise<void> =>
    console.log(`${team} is asked about ${release.version}: ${token}`),
);

const publish = task(
  { name: "publish" },
  async ({ version }: { version: string }): Promise<{ url: string }> => ({
    url: `https://releases.example.com/${version}`,
  }),
);

/** Three teams are asked at once; it goes out when all of them agree. */
export const approveRelease = flow({ name: "approve-release" }, async (release: Release) => {
  const verdicts = await Promise.all([
    callback<Verdict>((token) => askReviewer({ team: "security", release, token })),
    callback<Verdict>((token) => askReviewer({ team: "legal", release, token })),
    callback<Verdict>((token) => askReviewer({ team: "support", release, token })),
  ]);
  const against = verdicts.filter((verdict) => !verdict.approved).map((verdict) => verdict.by);
  if (against.length > 0) return { published: false, against };
  const { url } = await publish({ version: release.version });
  return { published: true, url };
});
