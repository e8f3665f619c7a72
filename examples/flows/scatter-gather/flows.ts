import { flow, FlowError, task } from "acme-engine";

export class NobodyOffers extends FlowError {}

interface Quote {
  carrier: string;
  price: number;
}

interface Parcel {
  kilograms: number;
  to: string;
}

const askRail = task(
  { name: "askRail", timeoutSeconds: 30 },
  async ({ kilograms }: Parcel): Promise<Quote> => ({ carrier: "rail", price: 10 + kilograms }),
);

const askRoad = task(
  { name: "askRoad", timeoutSeconds: 30 },
  async ({ kilograms }: Parcel): Promise<Quote> => ({ carrier: "road", price: 2 * kilograms }),
);

const askAir = task(
  { name: "askAir", timeoutSeconds: 30 },
  async ({ kilograms }: Parcel): Promise<Quote> => ({ carrier: "air", price: 40 + 3 * kilograms }),
);

/** Asks three carriers at once, and goes on with the cheapest of those that have answered. */
export const cheapestQuote = flow({ name: "cheapest-quote" }, async (parcel: Parcel) => {
  const answers = await Promise.allSettled([askRail(parcel), askRoad(parcel), askAir(parcel)]);
  const quotes = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  if (quotes.length === 0) throw new NobodyOffers(`${parcel.kilograms} kg to ${parcel.to}`);
  const [best] = quotes.toSorted((one, other) => one.price - other.price);
  return { best, missing: answers.length - quotes.length };
});
