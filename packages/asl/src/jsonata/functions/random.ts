import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";

/** Randomness as JSONata 2.0.6 has it; `aws-functions.ts` has what Step Functions has. */
export const randomFunctions: Readonly<Record<string, Builtin>> = {
  random: builtin("<:n>", 0, ({ run }) => run.environment.random()),
};
