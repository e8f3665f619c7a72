/** The state machines and inputs that the benches of executions share. */

const passStates = 10;
const mapItems = 1000;

/** Ten Pass states, each with Parameters and a ResultPath. */
export const tenPassDefinition = JSON.stringify({
  StartAt: "Step0",
  States: Object.fromEntries(
    Array.from({ length: passStates }, (_, index) => [
      `Step${index}`,
      {
        Type: "Pass",
        Parameters: { "value.$": "$.value", step: index },
        ResultPath: "$.last",
        ...(index < passStates - 1 ? { Next: `Step${index + 1}` } : { End: true }),
      },
    ]),
  ),
});
export const tenPassInput = JSON.stringify({ value: 1 });

/** A Map of a thousand items with a Pass. Items begin at 1: the peer cannot read 0 by `$`. */
export const mapDefinition = JSON.stringify({
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemsPath: "$.items",
      ItemProcessor: {
        StartAt: "Item",
        States: { Item: { Type: "Pass", Parameters: { "item.$": "$" }, End: true } },
      },
      End: true,
    },
  },
});
export const mapInput = JSON.stringify({ items: Array.from({ length: mapItems }, (_, index) => index + 1) });

/**
 * What any engine has to do at least: JSON in, ten steps that each make a value and note it in a history, JSON out. The speed
 * limit of JavaScript that the rates are shares of.
 */
export async function bareTenSteps(input: string): Promise<string> {
  let value = JSON.parse(input) as { value: number; last?: object };
  const history: object[] = [];
  for (let step = 0; step < passStates; step++) {
    value = { ...value, last: { value: value.value, step } };
    history.push({ id: history.length + 1, step, value });
    await undefined;
  }
  return JSON.stringify(value);
}

/** The same for a Map: each item makes a value and is noted. */
export async function bareMap(input: string): Promise<string> {
  const { items } = JSON.parse(input) as { items: number[] };
  const history: object[] = [];
  const results = await Promise.all(
    items.map(async (item, index) => {
      const result = { item };
      history.push({ id: history.length + 1, index, result });
      return result;
    }),
  );
  return JSON.stringify(results);
}
