import { aws, callback, flow, FlowError, task } from "acme-engine";

export class NotSigned extends FlowError {}
export class NotSettled extends FlowError {}

const render = task(
  { name: "renderContract" },
  async ({ customer, plan }: { customer: string; plan: string }): Promise<{ document: string }> => ({
    document: `${customer}-${plan}.pdf`,
  }),
);

const requestSignature = task(
  { name: "requestSignature" },
  async ({ document, token }: { document: string; token: string }): Promise<void> =>
    console.log(`${document} waits for a signature: ${token}`),
);

const openAccount = task(
  { name: "openAccount" },
  async ({ customer, plan }: { customer: string; plan: string }): Promise<{ account: string }> => ({
    account: `${plan}/${customer}`,
  }),
);

interface Signature {
  signed: boolean;
  by?: string;
}

/** A flow of its own, which others call as a function. */
export const signContract = flow(
  { name: "sign-contract" },
  async ({
    customer,
    plan,
  }: {
    customer: string;
    plan: string;
  }): Promise<{ document: string; by: string }> => {
    const { document } = await render({ customer, plan });
    const signature = await callback<Signature>((token) => requestSignature({ document, token }), {
      timeoutSeconds: 604_800,
    });
    if (!signature.signed) throw new NotSigned(document);
    return { document, by: signature.by ?? customer };
  },
);

/** Calls the other flow, waits for it, and goes on with what it gives. */
export const onboard = flow(
  { name: "onboard" },
  async ({ customer, plan }: { customer: string; plan: string }) => {
    const { document, by } = await signContract({ customer, plan });
    const { account } = await openAccount({ customer, plan });
    return { account, document, signedBy: by };
  },
);

const machines = "arn:aws:states:us-east-1:111122223333:stateMachine:";

/** Begins another state machine and does not wait; another one gets a token and brings it back when it is done; then goes on. */
export const closeAccount = flow({ name: "close-account" }, async ({ account }: { account: string }) => {
  await aws.states.startExecution({ StateMachineArn: `${machines}tell-everybody`, Input: { account } });
  const { balance } = await callback<{ balance: number }>(
    (token) => aws.states.startExecution({ StateMachineArn: `${machines}settle`, Input: { account, token } }),
    { timeoutSeconds: 86_400 },
  );
  if (balance !== 0) throw new NotSettled(`${account} has ${balance}`);
  return { account, closed: true };
});
