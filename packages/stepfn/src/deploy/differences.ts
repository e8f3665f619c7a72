import { isJsonObject, type Json, toCanonicalJson, toPointerToken } from "../json.ts";

/** One thing that a deployment changes. `before` is absent for what is new, `after` for what goes. */
export interface Difference {
  /** JSON pointer in the definition file: `/definition/States/Run job/TimeoutSeconds`, `/roleArn`, `/tags/team`. */
  path: string;
  before?: Json;
  after?: Json;
}

/** The smallest parts in which two values differ. Arrays of the same length are compared item by item, others whole. */
export function findDifferences(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
): Difference[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return after === undefined ? [] : [{ path, after }];
  if (after === undefined) return [{ path, before }];
  if (toCanonicalJson(before) === toCanonicalJson(after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      findDifferences(before[key], after[key], `${path}/${toPointerToken(key)}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => findDifferences(item, after[index], `${path}/${index}`));
  }
  return [{ path, before, after }];
}
