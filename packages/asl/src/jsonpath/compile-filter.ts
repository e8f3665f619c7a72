import type { Json } from "../json/json.ts";
import { compareValues } from "./filter-operators.ts";
import { PathNotFound } from "./path-error.ts";
import type { Filter, FilterOperand, PathToken } from "./path-token.ts";

/** Whether an item passes a filter; `root` is what `$` means inside it. */
export type FilterTest = (item: Json, root: Json) => boolean;

type CompileTokens = (tokens: readonly PathToken[]) => (root: Json) => Json;

export function compileFilter(filter: Filter, compileTokens: CompileTokens): FilterTest {
  switch (filter.kind) {
    case "or":
    case "and": {
      const left = compileFilter(filter.left, compileTokens);
      const right = compileFilter(filter.right, compileTokens);
      return filter.kind === "or"
        ? (item, root) => left(item, root) || right(item, root)
        : (item, root) => left(item, root) && right(item, root);
    }
    case "not": {
      const inner = compileFilter(filter.inner, compileTokens);
      return (item, root) => !inner(item, root);
    }
    case "exists": {
      const read = compileOperand(filter.operand, compileTokens);
      return (item, root) => read(item, root) !== undefined;
    }
    case "matches": {
      const read = compileOperand(filter.operand, compileTokens);
      return (item, root) => {
        const value = read(item, root);
        return typeof value === "string" && filter.pattern.test(value);
      };
    }
    case "compare": {
      const left = compileOperand(filter.left, compileTokens);
      const right = compileOperand(filter.right, compileTokens);
      return (item, root) => compareValues(filter.operator, left(item, root), right(item, root));
    }
  }
}

/** Undefined where the path leads nowhere. */
function compileOperand(
  operand: FilterOperand,
  compileTokens: CompileTokens,
): (item: Json, root: Json) => Json | undefined {
  if (operand.kind === "literal") return () => operand.value;
  const read = compileTokens(operand.tokens);
  return (item, root) => {
    try {
      return read(operand.from === "item" ? item : root);
    } catch (error) {
      if (error instanceof PathNotFound) return undefined;
      throw error;
    }
  };
}
