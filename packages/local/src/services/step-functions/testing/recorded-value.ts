/**
 * Compares what the engine answers with what was recorded on AWS, for tests. `⟦name⟧` in a recorded text is any text, the
 * same wherever the name stands in one case; `⟦*name⟧` is any text at all. Instants in texts were recorded as `date`, and a
 * JSON object in a text was recorded as that object.
 */

export type Bindings = Map<string, string>;

const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/g;
const placeholder = /⟦(\*?)([^⟧]*)⟧/g;

/** Where the two differ first, or undefined. `optional`: fields that AWS added after some of the recordings. */
export function findDifference(
  expected: unknown,
  actual: unknown,
  context: { bindings: Bindings; optional: ReadonlySet<string> },
  path = "$",
): string | undefined {
  const differs = `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  if (typeof expected === "string") {
    if (/^⟦\*[^⟧]*⟧$/.test(expected)) return actual === undefined ? differs : undefined;
    return typeof actual === "string" && matches(expected, actual, context.bindings) ? undefined : differs;
  }
  if (typeof expected !== "object" || expected === null)
    return Object.is(expected, actual) ? undefined : differs;
  if (typeof actual === "string") {
    try {
      return findDifference(expected, JSON.parse(actual), context, path);
    } catch {
      return differs;
    }
  }
  if (typeof actual !== "object" || actual === null || Array.isArray(actual) !== Array.isArray(expected)) {
    return differs;
  }
  const [wanted, got] = [expected, actual] as Record<string, unknown>[];
  for (const key of new Set([...Object.keys(wanted ?? {}), ...Object.keys(got ?? {})])) {
    if (/timestamp/i.test(key)) continue;
    if (wanted?.[key] === undefined && context.optional.has(key)) continue;
    const difference = findDifference(wanted?.[key], got?.[key], context, `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function matches(expected: string, actual: string, bindings: Bindings): boolean {
  const names: string[] = [];
  let pattern = "";
  let at = 0;
  for (const match of expected.matchAll(placeholder)) {
    const [whole, free, name = ""] = match;
    pattern += escapeRegExp(expected.slice(at, match.index));
    const bound = bindings.get(name);
    if (free) pattern += "[^]*?";
    else if (bound !== undefined) pattern += escapeRegExp(bound);
    else {
      names.push(name);
      pattern += "([^]+?)";
    }
    at = match.index + whole.length;
  }
  pattern += escapeRegExp(expected.slice(at));
  for (const candidate of [actual, actual.replace(instant, "date")]) {
    const found = new RegExp(`^${pattern}$`).exec(candidate);
    if (!found) continue;
    names.forEach((name, index) => bindings.set(name, found[index + 1] ?? ""));
    return true;
  }
  return false;
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
