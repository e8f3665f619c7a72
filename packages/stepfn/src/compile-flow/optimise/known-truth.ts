import type { Code } from "../expression/code.ts";
import type { Json } from "../../json.ts";

/** What is known of a variable: its value, or the name of the error in it. */
export type Fact = { value: Json } | { errorName: string };

/**
 * Whether a condition holds, given what is known of some variables; undefined when that does not tell. Knows comparisons with literals, `and`,
 * `or`, `in` and `?:`; anything else is not known, which is always a right answer.
 */
export function knownTruth(condition: Code, facts: ReadonlyMap<string, Fact>): boolean | undefined {
  const tokens = tokenize(condition);
  if (tokens === undefined) return undefined;
  const parser = new Evaluator(tokens, facts);
  const result = parser.conditional();
  if (!parser.isDone || typeof result !== "boolean") return undefined;
  return result;
}

type Token =
  | { kind: "word"; text: string }
  | { kind: "literal"; value: Json }
  | { kind: "variable"; name: string };

const wordPattern = /^(?:\s+|:=|!=|<=|>=|[=<>()[\]{}?:,;.&*/%+-]|\$?\w+|\$)/;

function tokenize(source: Code): Token[] | undefined {
  const tokens: Token[] = [];
  for (const part of source) {
    if (typeof part !== "string") {
      tokens.push({ kind: "variable", name: part.variable });
      continue;
    }
    let rest = part;
    while (rest !== "") {
      const text = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0];
      const digits = /^\d+(?:\.\d+)?/.exec(rest)?.[0];
      if (text !== undefined) tokens.push({ kind: "literal", value: JSON.parse(text) as Json });
      else if (digits !== undefined) tokens.push({ kind: "literal", value: Number(digits) });
      const word = text ?? digits ?? wordPattern.exec(rest)?.[0];
      if (word === undefined) return undefined;
      if (text === undefined && digits === undefined && word.trim() !== "") tokens.push(toToken(word));
      rest = rest.slice(word.length);
    }
  }
  return tokens;
}

function toToken(word: string): Token {
  if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
  return word === "null" ? { kind: "literal", value: null } : { kind: "word", text: word };
}

/** Reads and evaluates in one; `undefined` is a value that is not known. Once it meets what it cannot read, it never gets done. */
class Evaluator {
  readonly #tokens: readonly Token[];
  readonly #facts: ReadonlyMap<string, Fact>;
  #at = 0;

  constructor(tokens: readonly Token[], facts: ReadonlyMap<string, Fact>) {
    this.#tokens = tokens;
    this.#facts = facts;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  #takes(...words: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word" || !words.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #stop(): undefined {
    this.#at = Number.POSITIVE_INFINITY;
    return undefined;
  }

  conditional(): Json | undefined {
    const test = this.#either();
    if (this.#takes("?") === undefined) return test;
    const then = this.conditional();
    if (this.#takes(":") === undefined) return this.#stop();
    const otherwise = this.conditional();
    if (typeof test === "boolean") return test ? then : otherwise;
    return isSame(then, otherwise) ? then : undefined;
  }

  #either(): Json | undefined {
    let left = this.#both();
    while (this.#takes("or") !== undefined) {
      const right = this.#both();
      left = left === true || right === true ? true : left === false && right === false ? false : undefined;
    }
    return left;
  }

  #both(): Json | undefined {
    let left = this.#comparison();
    while (this.#takes("and") !== undefined) {
      const right = this.#comparison();
      left = left === false || right === false ? false : left === true && right === true ? true : undefined;
    }
    return left;
  }

  #comparison(): Json | undefined {
    const left = this.#plain();
    const operator = this.#takes("=", "!=", "in", "<", ">", "<=", ">=");
    if (operator === undefined) return left;
    const right = this.#plain();
    if (left === undefined || right === undefined) return undefined;
    if (operator === "in") return Array.isArray(right) ? right.some((one) => isSame(one, left)) : undefined;
    if (operator === "=" || operator === "!=") {
      if (isCompound(left) || isCompound(right)) return undefined;
      return (left === right) === (operator === "=");
    }
    if (typeof left !== "number" || typeof right !== "number") return undefined;
    return operator === "<"
      ? left < right
      : operator === ">"
        ? left > right
        : operator === "<="
          ? left <= right
          : left >= right;
  }

  #plain(): Json | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind === "literal") {
      this.#at++;
      return token.value;
    }
    if (token?.kind === "variable") {
      this.#at++;
      return this.#variable(token.name);
    }
    if (this.#takes("-") !== undefined) {
      const value = this.#plain();
      return typeof value === "number" ? -value : undefined;
    }
    if (this.#takes("[") !== undefined) return this.#list();
    if (this.#takes("(") !== undefined) {
      const value = this.conditional();
      return this.#takes(")") === undefined ? this.#stop() : value;
    }
    return this.#stop();
  }

  #variable(name: string): Json | undefined {
    const fact = this.#facts.get(name);
    if (this.#takes(".") === undefined) return fact !== undefined && "value" in fact ? fact.value : undefined;
    const field = this.#tokens[this.#at++];
    if (field?.kind !== "word") return this.#stop();
    return fact !== undefined && "errorName" in fact && field.text === "name" ? fact.errorName : undefined;
  }

  #list(): Json | undefined {
    const items: Json[] = [];
    let isKnown = true;
    if (this.#takes("]") !== undefined) return items;
    for (;;) {
      const item = this.#plain();
      if (item === undefined) isKnown = false;
      else items.push(item);
      const next = this.#takes(",", "]");
      if (next === undefined) return this.#stop();
      if (next === "]") return isKnown ? items : undefined;
    }
  }
}

function isCompound(value: Json): boolean {
  return typeof value === "object" && value !== null;
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one !== undefined && other !== undefined && !isCompound(one) && one === other;
}
