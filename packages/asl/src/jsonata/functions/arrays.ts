import { JsonataError } from "../jsonata-error.ts";
import { callFunction } from "../jsonata-function.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import { mergeSort } from "../merge-sort.ts";
import { append, asSequence, isSequence } from "../sequence.ts";
import { isArrayOfNumbers, isArrayOfStrings, isDeepEqual } from "../values.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";

type List = unknown[] | undefined;

/** Functions on arrays. */
export const arrayFunctions: Readonly<Record<string, Builtin>> = {
  count: builtin("<x:n>", 1, ({ dialect }, value: unknown) => {
    if (value === undefined) return 0;
    // Measured on AWS by sfnx
    if (value === null && dialect === "aws") return 0;
    return Array.isArray(value) ? value.length : 1;
  }),
  append: builtin("<xx:a>", 2, ({ run }, one: unknown, other: unknown) => {
    run.allocateItems((Array.isArray(one) ? one.length : 0) + (Array.isArray(other) ? other.length : 0));
    return append(one, other);
  }),
  reverse: builtin("<a:a>", 1, ({ run }, list: List) => {
    if (list === undefined || list.length <= 1) return list;
    run.allocateItems(list.length);
    return Array.from(list).reverse();
  }),
  shuffle: builtin("<a:a>", 1, ({ run }, list: List) => {
    if (list === undefined || list.length <= 1) return list;
    run.allocateItems(list.length);
    const shuffled: unknown[] = [];
    for (const [index, item] of list.entries()) {
      const place = Math.floor(run.environment.random() * (index + 1));
      shuffled.push(item);
      if (place !== index) {
        shuffled[index] = shuffled[place];
        shuffled[place] = item;
      }
    }
    return shuffled;
  }),
  distinct: builtin("<x:x>", 1, ({ run }, value: unknown) => {
    if (!Array.isArray(value) || value.length <= 1) return value;
    const found: unknown[] = [];
    const primitives = new Set<unknown>();
    for (const item of value) {
      if (typeof item !== "object" || item === null) {
        if (primitives.has(item) && item === item) continue;
        primitives.add(item);
      } else {
        run.spend(found.length);
        if (found.some((other) => isDeepEqual(item, other, run))) continue;
      }
      found.push(item);
    }
    return isSequence(value) ? asSequence(found) : found;
  }),
  sort: builtin("<af?:a>", 2, ({ run }, list: List, comparator: JsonataFunction | undefined) => {
    if (list === undefined || list.length <= 1) return list;
    if (comparator !== undefined) {
      return mergeSort(list, (one, other) => Boolean(callFunction(comparator, run, [one, other])));
    }
    if (isArrayOfNumbers(list)) {
      run.spend(list.length);
      return mergeSort(list, (one, other) => one > other);
    }
    if (isArrayOfStrings(list)) {
      run.spend(list.length);
      return mergeSort(list, (one, other) => one > other);
    }
    throw new JsonataError("D3070", { index: 1 });
  }),
  zip: builtin("<a+>", 0, ({ run }, ...lists: unknown[]) => {
    const arrays = lists.map((list): unknown[] => (Array.isArray(list) ? list : []));
    const length = arrays.length === 0 ? 0 : Math.min(...arrays.map((list) => list.length));
    run.allocateItems(length * arrays.length);
    return Array.from({ length }, (_, index) => arrays.map((list) => list[index]));
  }),
};
