import type { Dialect } from "../dialect.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import { arrayFunctions } from "./arrays.ts";
import { awsFunctions } from "./aws-functions.ts";
import { createBuiltins } from "./builtin.ts";
import { dateFunctions } from "./dates.ts";
import { higherOrderFunctions } from "./higher-order.ts";
import { matchingFunctions } from "./matching.ts";
import { numberFunctions } from "./numbers.ts";
import { objectFunctions } from "./objects.ts";
import { randomFunctions } from "./random.ts";
import { stringFunctions } from "./strings.ts";

/** The functions of JSONata 2.0.6 but `$eval`, which no dialect here has: an expression cannot run code that it was handed as data. */
const standardFunctions = [
  stringFunctions,
  matchingFunctions,
  numberFunctions,
  arrayFunctions,
  objectFunctions,
  higherOrderFunctions,
  dateFunctions,
  randomFunctions,
];

const byDialect: Readonly<Record<Dialect, ReadonlyMap<string, JsonataFunction>>> = {
  aws: createBuiltins([...standardFunctions, awsFunctions], "aws"),
  jsonata: createBuiltins(standardFunctions, "jsonata"),
};

/** The built-in functions of a dialect by name, without `$`. */
export function functionsOf(dialect: Dialect): ReadonlyMap<string, JsonataFunction> {
  return byDialect[dialect];
}
