import { flow, FlowError, sleep, task } from "acme-engine";

export class AccountNotCreated extends FlowError {}

interface Creation {
  requestId: string;
  state: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  accountId?: string;
  reason?: string;
}

const create = task(
  { name: "createAccount" },
  async ({ email }: { email: string; name: string }): Promise<Creation> => ({
    requestId: `car-${email}`,
    state: "IN_PROGRESS",
  }),
);

const describe = task(
  { name: "describeCreation", retries: 3, retryDelaySeconds: 5 },
  async ({ requestId }: { requestId: string }): Promise<Creation> => ({
    requestId,
    state: "SUCCEEDED",
    accountId: "123456789012",
  }),
);

/** Creates an account, which takes its time, and goes different ways by what has come of it. */
export const createAccount = flow(
  { name: "create-account" },
  async ({ email, name }: { email: string; name: string }) => {
    let creation = await create({ email, name });
    do {
      await sleep({ seconds: 10 });
      creation = await describe({ requestId: creation.requestId });
    } while (creation.state === "IN_PROGRESS");
    switch (creation.state) {
      case "SUCCEEDED":
        return { accountId: creation.accountId ?? null };
      case "FAILED":
        if (creation.reason === "EMAIL_ALREADY_EXISTS") return { accountId: null, note: `${email} is taken` };
        throw new AccountNotCreated(creation.reason ?? "no reason given");
      default:
        throw new AccountNotCreated(`state ${creation.state}`);
    }
  },
);
