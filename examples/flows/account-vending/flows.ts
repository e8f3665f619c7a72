import { aws, flow, FlowError, map, sleep, task } from "acme-engine";

export class AccountNotCreated extends FlowError {}

interface AccountRequest {
  name: string;
  email: string;
  owner: string;
  unit: string;
  regions: string[];
  budget: number;
}

interface CreationStatus {
  CreateAccountStatus: {
    Id: string;
    State: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
    AccountId?: string;
    FailureReason?: string;
  };
}

const removeDefaultNetwork = task(
  { name: "removeDefaultNetwork", retries: 3, retryDelaySeconds: 20 },
  async ({ account, region }: { account: string; region: string }): Promise<{ removed: string }> => ({
    removed: `${account}/${region}`,
  }),
);

const enableGuardrails = task(
  { name: "enableGuardrails", retries: 3, retryDelaySeconds: 20 },
  async ({ account, region }: { account: string; region: string }): Promise<{ rules: number }> => ({
    rules: account.length + region.length,
  }),
);

const createBudget = task(
  { name: "createBudget" },
  async ({
    account,
    limit,
  }: {
    account: string;
    limit: number;
    owner: string;
  }): Promise<{ budget: string }> => ({
    budget: `${account}:${limit}`,
  }),
);

/** Makes an account in an organization, and makes it ready for use in each of its regions. */
export const vendAccount = flow(
  { name: "vend-account" },
  async ({ name, email, owner, unit, regions, budget }: AccountRequest) => {
    try {
      let status: CreationStatus = await aws.organizations.createAccount({
        AccountName: name,
        Email: email,
        RoleName: "Administrator",
      });
      const requestId = status.CreateAccountStatus.Id;
      do {
        await sleep(10);
        status = await aws.organizations.describeCreateAccountStatus({ CreateAccountRequestId: requestId });
      } while (status.CreateAccountStatus.State === "IN_PROGRESS");
      if (status.CreateAccountStatus.State === "FAILED") {
        throw new AccountNotCreated(status.CreateAccountStatus.FailureReason ?? name);
      }
      const account = status.CreateAccountStatus.AccountId ?? "";
      const { Roots }: { Roots: { Id: string }[] } = await aws.organizations.listRoots();
      try {
        await aws.organizations.moveAccount({
          AccountId: account,
          SourceParentId: Roots[0]?.Id ?? "",
          DestinationParentId: unit,
        });
      } catch (error) {
        if ((error as Error).name !== "Organizations.DuplicateAccountException") throw error;
      }
      const [prepared] = await Promise.all([
        map(regions, async (region) => {
          const [{ removed }, { rules }] = await Promise.all([
            removeDefaultNetwork({ account, region }),
            enableGuardrails({ account, region }),
          ]);
          return { removed, rules };
        }),
        createBudget({ account, limit: budget, owner }),
      ]);
      await aws.sns.publish({
        TopicArn: "arn:aws:sns:us-east-1:111122223333:accounts",
        Message: `${name} is ready: ${account}`,
      });
      return { account, prepared };
    } catch (error) {
      await aws.sns.publish({
        TopicArn: "arn:aws:sns:us-east-1:111122223333:accounts",
        Message: `${name} of ${owner} failed: ${(error as Error).message}`,
      });
      throw error;
    }
  },
);
