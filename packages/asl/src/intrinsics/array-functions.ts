import { isDeepStrictEqual } from "node:util";
import type { Json } from "../json/json.ts";
import { arrayAt, integerAt, IntrinsicError, type IntrinsicFunction } from "./intrinsic-function.ts";

/** Items that ArrayRange may make. Source: Developer Guide, Intrinsics for arrays. */
const maxRangeItems = 1000;

export const arrayFunctions: { [name: string]: IntrinsicFunction } = {
  "States.Array": { arity: [0, Infinity], apply: (args) => [...args] },

  "States.ArrayPartition": {
    arity: [2, 2],
    apply(args) {
      const items = arrayAt(args, 0);
      const size = integerAt(args, 1);
      if (size < 1) throw new IntrinsicError(`The chunk size must be a positive number, but was ${size}`);
      const chunks: Json[] = [];
      for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
      return chunks;
    },
  },

  "States.ArrayContains": {
    arity: [2, 2],
    apply: (args) => arrayAt(args, 0).some((item) => isDeepStrictEqual(item, args[1])),
  },

  "States.ArrayRange": {
    arity: [3, 3],
    apply(args) {
      const [first, last, step] = [integerAt(args, 0), integerAt(args, 1), integerAt(args, 2)];
      if (step === 0) throw new IntrinsicError("The increment must not be zero");
      const count = Math.max(0, Math.floor((last - first) / step) + 1);
      if (count > maxRangeItems) {
        throw new IntrinsicError(`The range has ${count} items, the limit is ${maxRangeItems}`);
      }
      return Array.from({ length: count }, (_, index) => first + index * step);
    },
  },

  "States.ArrayGetItem": {
    arity: [2, 2],
    apply(args) {
      const items = arrayAt(args, 0);
      const index = integerAt(args, 1);
      const item = items[index];
      if (item === undefined) {
        throw new IntrinsicError(`The index ${index} is out of bounds for an array of ${items.length} items`);
      }
      return item;
    },
  },

  "States.ArrayLength": { arity: [1, 1], apply: (args) => arrayAt(args, 0).length },

  "States.ArrayUnique": {
    arity: [1, 1],
    apply(args) {
      const seen = new Set<string>();
      return arrayAt(args, 0).filter((item) => {
        const { size } = seen;
        return seen.add(JSON.stringify(sortKeys(item))).size > size;
      });
    },
  },
};

/** Equal values get equal texts. */
function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
