import type { Type } from "../types/type.ts";
import { type Code, code, isVolatile, substitute } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import { type Value, value } from "./value.ts";

/**
 * What gives another value each time that it is evaluated: `$uuid()`, `$random()`, the time. In a flow it is computed where it stands in the source, once,
 * and kept in a variable; in a callback it is computed with each call.
 */
export function volatileValue(text: string, type: Type, wanted: string, lowering: Lowering): Value {
  const once = value([{ variable: `${wanted} ${lowering.freshLocal()}`, volatile: text }], type);
  return lowering.effects === undefined ? once : lowering.effects.once(once, wanted);
}

/** The value with each volatile part evaluated once, however often what was made of it has written it. */
export function evaluatedOnce(one: Value, lowering: Lowering): Value {
  if (!isVolatile(one.code)) return one;
  const counts = new Map<string, number>();
  for (const part of one.code)
    if (typeof part !== "string" && part.volatile !== undefined)
      counts.set(part.variable, (counts.get(part.variable) ?? 0) + 1);
  const repeated = [...counts].flatMap(([variable, count]) => (count > 1 ? [variable] : []));
  return repeated.reduce((result, variable) => {
    const local = lowering.freshLocal();
    const [part] = result.code.filter((each) => typeof each !== "string" && each.variable === variable);
    const inner = substitute(result.code, (name): Code | undefined =>
      name === variable ? [local] : undefined,
    );
    return part === undefined ? result : { ...result, code: code`(${local} := ${[part]}; ${inner})` };
  }, one);
}
