import { flow, task } from "acme-engine";

interface Customer {
  name?: string | null;
  address?: { street?: string; city?: string | null } | null;
}

const find = task({ name: "findCustomer" }, async ({ id }: { id: string }): Promise<Customer | null> =>
  id === "" ? null : { name: id },
);

/** Takes what is there, through all that may be missing. */
export const greet = flow(
  { name: "greet" },
  async ({
    id,
    fallback,
    greeting = "Hello",
  }: {
    id: string;
    fallback?: string | null;
    greeting?: string;
  }) => {
    const customer = await find({ id });
    const city = customer?.address?.city ?? "nowhere";
    const text = `${greeting} ${customer?.name ?? fallback ?? "stranger"} of ${city}!`;
    return {
      text,
      label: `${fallback ?? `no fallback for ${customer?.name ?? "nobody"}`}`,
      hasAddress: (customer?.address ?? null) !== null,
    };
  },
);
