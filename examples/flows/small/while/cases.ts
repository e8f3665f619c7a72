import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  simpleWhile: [{ tasks: { isDone: [true] } }, { tasks: { isDone: [false, false, true] } }],
  whileWithBreak: [
    { input: { limit: 15 }, output: 2 },
    { input: { limit: 0 }, output: 0 },
  ],
  whileWithEarlyReturn: [
    { input: { limit: 9 }, output: { result: 20 } },
    { input: { limit: 1 } },
    { input: { limit: 0 } },
  ],
  whileWithContinue: [
    { input: { limit: 3 }, output: 40 },
    { input: { limit: 0 }, output: 0 },
  ],
};
