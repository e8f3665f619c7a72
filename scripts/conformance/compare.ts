/**
 * Compares what the engine answered with what was recorded on AWS, by the rules of the data's README: `⟦name⟧` stands for
 * any text, the same for the same name within a case; `⟦*name⟧` for any at all; instants read `date`; where the
 * recorder parsed a JSON string, the actual string is parsed too.
 */
export class Comparison {
  readonly #bound = new Map<string, string>();

  /** Undefined when they agree, else where and how they first differ. */
  difference(expected: unknown, actual: unknown, path = "$"): string | undefined {
    if (typeof expected === "string") return this.#text(expected, actual, path);
    if (typeof actual === "string" && typeof expected === "object" && expected !== null) {
      const parsed = parseJson(actual);
      return parsed === undefined
        ? `${path}: expected JSON, got ${show(actual)}`
        : this.difference(expected, parsed.value, path);
    }
    if (Array.isArray(expected)) return this.#list(expected, actual, path);
    if (isObject(expected)) return this.#object(expected, actual, path);
    return expected === actual ? undefined : mismatch(path, expected, actual);
  }

  #list(expected: unknown[], actual: unknown, path: string): string | undefined {
    if (!Array.isArray(actual)) return mismatch(path, expected, actual);
    for (const [index, item] of expected.entries()) {
      if (index >= actual.length) break;
      const found = this.difference(item, actual[index], `${path}[${index}]`);
      if (found !== undefined) return found;
    }
    return expected.length === actual.length
      ? undefined
      : `${path}: expected ${expected.length} items, got ${actual.length}`;
  }

  #object(expected: { [key: string]: unknown }, actual: unknown, path: string): string | undefined {
    if (!isObject(actual)) return mismatch(path, expected, actual);
    for (const key of Object.keys(expected)) {
      if (!Object.hasOwn(actual, key)) return `${path}: ${key} is missing`;
      const found = this.difference(expected[key], actual[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
    const extra = Object.keys(actual).find(
      (key) => !Object.hasOwn(expected, key) && actual[key] !== undefined,
    );
    return extra === undefined ? undefined : `${path}: ${extra} is not expected, got ${show(actual[extra])}`;
  }

  #text(expected: string, actual: unknown, path: string): string | undefined {
    if (/^⟦\*[^⟧]*⟧$/.test(expected)) return actual === undefined ? `${path}: missing` : undefined;
    if (typeof actual !== "string") return mismatch(path, expected, actual);
    if (expected === actual) return undefined;
    const dated = actual.replace(instants, "date");
    if (expected === dated || this.#matches(expected, actual) || this.#matches(expected, dated))
      return undefined;
    return mismatch(path, expected, actual);
  }

  #matches(expected: string, actual: string): boolean {
    const names: string[] = [];
    const source = expected.replace(
      /⟦(\*?)([^⟧]*)⟧|[^⟦]+|⟦/g,
      (part, star: string | undefined, name: string | undefined) => {
        if (name === undefined) return escape(part);
        if (star === "*") return "[^]*?";
        const known = this.#bound.get(name);
        if (known !== undefined) return escape(known);
        names.push(name);
        return "([^]+?)";
      },
    );
    const groups = new RegExp(`^${source}$`).exec(actual)?.slice(1);
    if (groups === undefined) return false;
    const found = new Map<string, string>();
    for (const [index, name] of names.entries()) {
      const text = groups[index] ?? "";
      if ((found.get(name) ?? text) !== text) return false;
      found.set(name, text);
    }
    for (const [name, text] of found) this.#bound.set(name, text);
    return true;
  }
}

const instants =
  /[1-9]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-][01]\d:?(?:[0-5]\d)?)/g;

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function mismatch(path: string, expected: unknown, actual: unknown): string {
  return `${path}: expected ${show(expected)}, got ${show(actual)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
