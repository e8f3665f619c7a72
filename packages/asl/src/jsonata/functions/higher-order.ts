import { JsonataError } from "../jsonata-error.ts";
import { callFunction, callWithItem } from "../jsonata-function.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import { createSequence } from "../sequence.ts";
import { isTrue, setField } from "../values.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";

type List = unknown[] | undefined;
type Fields = Record<string, unknown> | undefined;

/** Functions that call functions. */
export const higherOrderFunctions: Readonly<Record<string, Builtin>> = {
  map: builtin("<af>", 2, ({ run }, list: List, fn: JsonataFunction) => {
    if (list === undefined) return undefined;
    const results = createSequence();
    for (let index = 0; index < list.length; index++) {
      const value = callWithItem(fn, run, list[index], index, list);
      if (value !== undefined) results.push(value);
    }
    return results;
  }),
  filter: builtin("<af>", 2, ({ run }, list: List, fn: JsonataFunction) => {
    if (list === undefined) return undefined;
    const results = createSequence();
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      if (isTrue(callWithItem(fn, run, item, index, list))) results.push(item);
    }
    return results;
  }),
  single: builtin("<af?>", 2, ({ run }, list: List, fn: JsonataFunction | undefined) => {
    if (list === undefined) return undefined;
    let count = 0;
    let found: unknown;
    for (const [index, item] of list.entries()) {
      if (fn !== undefined && !isTrue(callWithItem(fn, run, item, index, list))) continue;
      if (++count > 1) throw new JsonataError("D3138", { index });
      found = item;
    }
    if (count === 0) throw new JsonataError("D3139");
    return found;
  }),
  reduce: builtin("<afj?:j>", 3, ({ run }, list: List, fn: JsonataFunction, initial: unknown) => {
    if (list === undefined) return undefined;
    const { arity } = fn;
    if (arity < 2) throw new JsonataError("D3050", { index: 1 });
    const starts = initial === undefined && list.length > 0;
    let result = starts ? list[0] : initial;
    for (let index = starts ? 1 : 0; index < list.length; index++) {
      const args: unknown[] = [result, list[index]];
      if (arity >= 3) args.push(index);
      if (arity >= 4) args.push(list);
      result = callFunction(fn, run, args);
    }
    return result;
  }),
  each: builtin("<o-f:a>", 2, ({ run }, object: Fields, fn: JsonataFunction) => {
    const results = createSequence();
    for (const key of Object.keys(object ?? {})) {
      const value = callWithItem(fn, run, object?.[key], key, object);
      if (value !== undefined) results.push(value);
    }
    return results;
  }),
  sift: builtin("<o-f?:o>", 2, ({ run }, object: Fields, fn: JsonataFunction | undefined) => {
    const kept: Record<string, unknown> = {};
    let count = 0;
    for (const key of Object.keys(object ?? {})) {
      const field = object?.[key];
      if (fn !== undefined && !isTrue(callWithItem(fn, run, field, key, object))) continue;
      setField(kept, key, field);
      count++;
    }
    return count === 0 ? undefined : kept;
  }),
};
