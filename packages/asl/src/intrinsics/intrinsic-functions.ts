import { arrayFunctions } from "./array-functions.ts";
import type { IntrinsicFunction } from "./intrinsic-function.ts";
import { jsonFunctions } from "./json-functions.ts";
import { mathFunctions } from "./math-functions.ts";
import { textFunctions } from "./text-functions.ts";

/** All intrinsic functions by name. Source: Developer Guide, Intrinsic functions for JSONPath states. */
export const intrinsicFunctions: { readonly [name: string]: IntrinsicFunction } = {
  ...arrayFunctions,
  ...textFunctions,
  ...jsonFunctions,
  ...mathFunctions,
};
