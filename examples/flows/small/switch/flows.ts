import { flow, FlowError, sleep, task } from "acme-engine";

export class AccountCreationFailed extends FlowError {}
export class UnknownState extends FlowError {}

interface Command {
  what: string;
}

export const simpleSwitch = flow({ name: "simpleSwitch" }, async ({ what }: Command) => {
  switch (what) {
    case "open":
      return "did open";
    case "close":
      return "did close";
    default:
      return "nothing";
  }
});

/** Empty cases share the steps of the next. */
export const switchCaseFallsThrough = flow({ name: "switchCaseFallsThrough" }, async ({ what }: Command) => {
  let result = "";
  switch (what) {
    case "open":
    case "unlock":
      result += "in ";
      break;
    case "close":
    case "lock":
      result += "out ";
      break;
    default:
      result += "stay ";
  }
  return result + what;
});

/** A case with steps goes on with those of the next. */
export const switchCaseNonEmptyFallThrough = flow(
  { name: "switchCaseNonEmptyFallThrough" },
  async ({ what }: Command) => {
    let result = "";
    switch (what) {
      // @ts-expect-error it goes on with the next case
      case "open":
        result += "did unlock";
      case "enter":
        result += ", entered";
        break;
      case "close":
        result += "closed";
        break;
    }
    return result;
  },
);

export const switchCaseFallsThroughToDefault = flow(
  { name: "switchCaseFallsThroughToDefault" },
  async ({ what }: Command) => {
    let result = "";
    switch (what) {
      // @ts-expect-error it goes on with the next case
      case "open":
        result += "opened, ";
      case "close":
      default:
        result += "checked";
    }
    return result;
  },
);

/** The default stands before other cases, and goes on with them. */
export const switchDefaultFallsThrough = flow(
  { name: "switchDefaultFallsThrough" },
  async ({ what }: Command) => {
    let result = "";
    switch (what) {
      case "open":
        result += "opened";
        break;
      // @ts-expect-error it goes on with the next case
      default:
        result += "unknown, ";
      case "close":
        result += "closed";
    }
    return result;
  },
);

/** Cases with blocks, so that each has names of its own. */
export const switchWithBlock = flow({ name: "switchWithBlock" }, async ({ what }: Command) => {
  switch (what.length) {
    case 4: {
      const done = `did ${what}`;
      return { done };
    }
    case 5: {
      const done = what.toUpperCase();
      return { done };
    }
  }
  return { done: null };
});

const createAccount = task(
  { name: "createAccount" },
  async (_request: { email: string }): Promise<{ id: string }> => ({
    id: "request-1",
  }),
);
const describeCreation = task(
  { name: "describeCreation" },
  async (_request: { id: string }): Promise<{ state: string; accountId?: string; reason?: string }> => ({
    state: "SUCCEEDED",
    accountId: "111122223333",
  }),
);
/** Asks until the account is there, and then moves it. */
export const createAwsAccount = flow(
  { name: "createAwsAccount" },
  async ({ email, unit }: { email: string; unit: string }) => {
    const { id } = await createAccount({ email });
    let creation = await describeCreation({ id });
    while (creation.state === "IN_PROGRESS") {
      await sleep(5);
      creation = await describeCreation({ id });
    }
    switch (creation.state) {
      case "FAILED":
        throw new AccountCreationFailed(creation.reason ?? "no reason was given");
      case "SUCCEEDED": {
        const accountId = creation.accountId ?? "";
        return { accountId, unit };
      }
      default:
        throw new UnknownState(`the creation is ${creation.state}`);
    }
  },
);
