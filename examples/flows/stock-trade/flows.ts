import { flow, FlowError, task } from "acme-engine";

export class MarketClosed extends FlowError {}

interface Trade {
  symbol: string;
  shares: number;
  price: number;
}

interface Receipt {
  id: string;
  side: "BUY" | "SELL";
  total: number;
}

const checkPrice = task(
  { name: "checkPrice", retry: [{ on: [MarketClosed], retries: 3, delaySeconds: 600 }] },
  async ({ symbol }: { symbol: string }): Promise<{ price: number }> => ({ price: symbol.length * 20 }),
);

const buy = task({ name: "buyShares" }, async ({ symbol, shares, price }: Trade): Promise<Receipt> => ({
  id: `buy-${symbol}`,
  side: "BUY",
  total: shares * price,
}));

const sell = task({ name: "sellShares" }, async ({ symbol, shares, price }: Trade): Promise<Receipt> => ({
  id: `sell-${symbol}`,
  side: "SELL",
  total: shares * price,
}));

const record = task(
  { name: "recordTrade" },
  async ({ id, side, total }: Receipt): Promise<{ line: string }> => ({ line: `${id} ${side} ${total}` }),
);

/** Buys what is cheap, sells what is dear, and writes down what it has done. */
export const trade = flow(
  { name: "trade" },
  async ({ symbol, shares, fairPrice }: { symbol: string; shares: number; fairPrice: number }) => {
    const { price } = await checkPrice({ symbol });
    let receipt: Receipt;
    if (price < fairPrice) receipt = await buy({ symbol, shares, price });
    else receipt = await sell({ symbol, shares, price });
    const { line } = await record(receipt);
    return { receipt, line };
  },
);
