import { aws, flow, map } from "acme-engine";

interface FunctionVersion {
  FunctionName: string;
  Version: string;
  LastModified: string;
}

/** Deletes old versions of Lambda functions, and keeps the newest ones and those that an alias leads to. */
export const cleanUpVersions = flow(
  { name: "clean-up-versions" },
  async ({ functions, keep = 3 }: { functions: string[]; keep?: number }) => {
    const deleted = await map(
      functions,
      async (name) => {
        // Lambda always says these, though its types leave it open.
        const { Versions } = (await aws.lambda.listVersionsByFunction({ FunctionName: name })) as {
          Versions: FunctionVersion[];
        };
        const { Aliases } = (await aws.lambda.listAliases({ FunctionName: name })) as {
          Aliases: { FunctionVersion: string }[];
        };
        const used = Aliases.map((alias) => alias.FunctionVersion);
        const old = Versions.filter(({ Version }) => Version !== "$LATEST" && !used.includes(Version))
          .toSorted((one, other) => Number(other.Version) - Number(one.Version))
          .slice(keep);
        await map(old, (version) =>
          aws.lambda.deleteFunction({ FunctionName: name, Qualifier: version.Version }),
        );
        return { name, versions: old.map(({ Version }) => Version) };
      },
      { concurrency: 1 },
    );
    return { deleted };
  },
);
