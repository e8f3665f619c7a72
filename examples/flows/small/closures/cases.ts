import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  main: [
    { input: { shops: [], skus: ["a"], factor: 1 }, output: { currency: "CHF", offers: [] } },
    {
      input: { shops: ["kk", "z"], skus: ["a", "bc"], factor: 2 },
      output: {
        currency: "CHF",
        offers: [
          {
            shop: "kk",
            prices: [
              { sku: "a", text: "kk (CHF): a 2 x 2" },
              { sku: "bc", text: "kk (CHF): bc 4 x 2" },
            ],
          },
          {
            shop: "z",
            prices: [
              { sku: "a", text: "z (CHF): a 2 x 2" },
              { sku: "bc", text: "z (CHF): bc 4 x 2" },
            ],
          },
        ],
      },
    },
  ],
};
