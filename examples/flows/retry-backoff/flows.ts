import { flow, FlowError, task } from "acme-engine";

export class RateLimited extends FlowError {}
export class BadRequest extends FlowError {}

const fetchRates = task(
  {
    name: "fetchRates",
    timeoutSeconds: 20,
    retry: [
      { on: [BadRequest], retries: 0 },
      { on: [RateLimited], retries: 5, delaySeconds: 2, backoffRate: 2, maxDelaySeconds: 20, jitter: true },
    ],
    retries: 1,
    retryDelaySeconds: 1,
  },
  async ({ currency }: { currency: string }): Promise<{ rate: number }> => {
    if (!/^[A-Z]{3}$/.test(currency)) throw new BadRequest(`${currency} is no currency`);
    return { rate: currency === "EUR" ? 1 : 1.08 };
  },
);

/** Tries again later and later when it is told to slow down, once for anything else, and never for its own mistake. */
export const convert = flow(
  { name: "convert" },
  async ({ amount, currency }: { amount: number; currency: string }) => {
    try {
      const { rate } = await fetchRates({ currency });
      return { amount: amount * rate, currency };
    } catch (error) {
      if (error instanceof RateLimited) return { amount: null, currency, later: true };
      throw error;
    }
  },
);
