import { flow, task } from "acme-engine";

interface Customer {
  id: string;
  name: string;
  address: { street: string; city: string };
}
interface Check {
  success: boolean;
  reason?: string;
}

const checkIdentity = task({ name: "checkIdentity" }, async ({ id }: { id: string }): Promise<Check> => ({
  success: id !== "",
}));
const checkAddress = task(
  { name: "checkAddress" },
  async ({ street, city }: Customer["address"]): Promise<Check> =>
    street !== "" && city !== "" ? { success: true } : { success: false, reason: "no such place" },
);
const setState = task(
  { name: "setState" },
  async (_change: { id: string; state: string; reason?: string }): Promise<void> => {},
);
const tell = task({ name: "tell" }, async (_event: { type: string; id: string }): Promise<void> => {});

/** Know your customer: two checks side by side, and what they say is kept and told. */
export const main = flow({ name: "kyc" }, async ({ customer }: { customer: Customer }) => {
  const { id, address } = customer;
  const [identity, place] = await Promise.all([checkIdentity({ id }), checkAddress(address)]);
  const approved = identity.success && place.success;
  if (approved) {
    await setState({ id, state: "approved" });
  } else {
    await setState({ id, state: "declined", reason: identity.reason ?? place.reason ?? "unknown" });
  }
  await tell({ type: approved ? "customer.approved" : "customer.declined", id });
  return { id, approved };
});
