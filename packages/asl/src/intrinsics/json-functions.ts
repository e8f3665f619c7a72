import type { Json } from "../json/json.ts";
import { IntrinsicError, type IntrinsicFunction, objectAt, stringAt } from "./intrinsic-function.ts";

export const jsonFunctions: { [name: string]: IntrinsicFunction } = {
  "States.JsonMerge": {
    arity: [3, 3],
    apply(args) {
      // Source: Developer Guide, Intrinsics for JSON data manipulation: only the shallow mode exists.
      if (args[2] !== false)
        throw new IntrinsicError("The third argument must be false: only shallow merging is supported");
      return { ...objectAt(args, 0), ...objectAt(args, 1) };
    },
  },

  "States.StringToJson": {
    arity: [1, 1],
    apply(args) {
      const text = stringAt(args, 0);
      // Recorded on AWS: test_string_to_json.
      if (text.trim() === "") return null;
      try {
        const value: Json = JSON.parse(text);
        return value;
      } catch {
        throw new IntrinsicError(`The argument is not valid JSON: ${text.slice(0, 200)}`);
      }
    },
  },

  "States.JsonToString": { arity: [1, 1], apply: ([value = null]) => JSON.stringify(value) },
};
