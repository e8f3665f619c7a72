import { blanks } from "./blanks.ts";

/** A regular expression that means the same in JavaScript, in JSONata's reference and in the Java engine of AWS. */
export interface TranslatedRegex {
  /** `/…/` as JSONata has it. */
  text: string;
  /** For each group, whether it may take no part in a match. */
  groups: readonly { optional: boolean }[];
  isGlobal: boolean;
}

/** Why an expression is outside of what the three have in common. */
export interface RegexProblem {
  problem: string;
  help: string | undefined;
}

/** Every piece is written out: what `\s`, `\w`, `.`, `$` and `\b` mean differs between Java and JavaScript. */
export function translateRegex(pattern: string, flags: string): TranslatedRegex | RegexProblem {
  const odd = [...flags].find((flag) => !"gims".includes(flag));
  if (odd !== undefined) return { problem: `the flag "${odd}" has no counterpart`, help: "leave it out" };
  const reader = new Reader(pattern, flags);
  try {
    const { text, nullable } = reader.alternatives();
    if (reader.rest !== "") throw new Outside("a bracket that is not opened");
    if (nullable)
      throw new Outside(
        "it can match nothing, which JSONata refuses to go on from",
        "ask for one character at least: + for *, or test for the empty text first",
      );
    return {
      text: `/${text}/${flags.includes("i") ? "i" : ""}`,
      groups: reader.groups,
      isGlobal: flags.includes("g"),
    };
  } catch (error) {
    if (error instanceof Outside) return { problem: error.message, help: error.help };
    throw error;
  }
}

class Outside extends Error {
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

interface Piece {
  text: string;
  nullable: boolean;
}

const word = "A-Za-z0-9_";
const lineEnds = String.raw`\n\r\u2028\u2029`;
/** What `\d` and the like stand for, inside of brackets. */
const shorthands: Readonly<Record<string, string>> = { d: "0-9", w: word, s: blanks };
const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", 0: "\0" };

class Reader {
  readonly groups: { optional: boolean }[] = [];
  readonly #pattern: string;
  readonly #flags: string;
  #at = 0;

  constructor(pattern: string, flags: string) {
    this.#pattern = pattern;
    this.#flags = flags;
  }

  get rest(): string {
    return this.#pattern.slice(this.#at);
  }

  #take(text: string): boolean {
    if (!this.rest.startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  alternatives(): Piece {
    const first = this.groups.length;
    const all = [this.#sequence()];
    while (this.#take("|")) all.push(this.#sequence());
    if (all.length > 1) this.#makeOptional(first);
    return { text: all.map(({ text }) => text).join("|"), nullable: all.some(({ nullable }) => nullable) };
  }

  #makeOptional(from: number): void {
    for (const group of this.groups.slice(from)) group.optional = true;
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    while (this.rest !== "" && !this.rest.startsWith("|") && !this.rest.startsWith(")"))
      pieces.push(this.#term());
    return {
      text: pieces.map(({ text }) => text).join(""),
      nullable: pieces.every(({ nullable }) => nullable),
    };
  }

  #term(): Piece {
    const assertion = this.#assertion();
    if (assertion !== undefined) {
      if (/^(?:[*+?]|\{\d)/.test(this.rest)) throw new Outside("something without a width is repeated");
      return { text: assertion, nullable: true };
    }
    const first = this.groups.length;
    const atom = this.#atom();
    const [quantifier = "", , , , most] = /^(?:[*+?]|\{(\d+)\}|\{(\d+)(,)(\d*)\})\??/.exec(this.rest) ?? [];
    this.#at += quantifier.length;
    if (quantifier === "") return atom;
    const isOnce = quantifier.startsWith("?") || most === "1";
    const mayBeNone = /^[*?]/.test(quantifier) || /^\{0+[,}]/.test(quantifier);
    if (atom.nullable && !isOnce)
      throw new Outside("a group that can match nothing is repeated", "write what it matches at least once");
    if (mayBeNone) this.#makeOptional(first);
    return { text: atom.text + quantifier, nullable: atom.nullable || mayBeNone };
  }

  #assertion(): string | undefined {
    const isMultiline = this.#flags.includes("m");
    if (this.#take("^")) return isMultiline ? `(?<![^${lineEnds}])` : "^";
    // In Java `$` also stands before a line break at the end.
    if (this.#take("$")) return isMultiline ? `(?![^${lineEnds}])` : String.raw`(?![\s\S])`;
    if (this.#take(String.raw`\b`)) return `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`;
    if (this.#take(String.raw`\B`)) return `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`;
    if (/^\(\?<[=!]/.test(this.rest))
      throw new Outside("looking behind has limits in Java", "match what is before it in a group");
    for (const open of ["(?=", "(?!"]) {
      if (!this.#take(open)) continue;
      const first = this.groups.length;
      const inner = this.alternatives();
      if (open === "(?!") this.#makeOptional(first);
      this.#close();
      return `${open}${inner.text})`;
    }
    return undefined;
  }

  #close(): void {
    if (!this.#take(")")) throw new Outside("a bracket that is not closed");
  }

  #atom(): Piece {
    const plain = (text: string): Piece => ({ text, nullable: false });
    if (this.#take(".")) return plain(this.#flags.includes("s") ? String.raw`[\s\S]` : `[^${lineEnds}]`);
    if (this.#take("[")) return plain(this.#class());
    if (this.#take("(?:")) return this.#group("(?:");
    if (this.rest.startsWith("(?<"))
      throw new Outside("groups with names are not in JSONata", "take the name off, and count the groups");
    if (this.rest.startsWith("(?")) throw new Outside("a kind of group that is not in JSONata");
    if (this.#take("(")) {
      this.groups.push({ optional: false });
      return this.#group("(");
    }
    if (this.#take("\\")) {
      const kind = this.#pattern[this.#at] ?? "";
      if (/[dws]/i.test(kind)) {
        this.#at++;
        const set = shorthands[kind.toLowerCase()] ?? "";
        return plain(kind === kind.toLowerCase() ? `[${set}]` : `[^${set}]`);
      }
      return plain(escape(this.#escaped(), this.#flags));
    }
    const character = this.#pattern.charAt(this.#at++);
    if ("*+?".includes(character)) throw new Outside("nothing is repeated");
    return plain(escape(character, this.#flags));
  }

  #group(open: string): Piece {
    const inner = this.alternatives();
    this.#close();
    return { text: `${open}${inner.text})`, nullable: inner.nullable };
  }

  /** What stands behind a backslash, as the character that it means. */
  #escaped(): string {
    const [hex] = /^(?:x[\da-fA-F]{2}|u[\da-fA-F]{4})/.exec(this.rest) ?? [];
    if (hex !== undefined) {
      this.#at += hex.length;
      return String.fromCharCode(Number.parseInt(hex.slice(1), 16));
    }
    const character = this.#pattern.charAt(this.#at++);
    if (/[1-9]/.test(character) || (character === "0" && /^\d/.test(this.rest)))
      throw new Outside("a group is matched again", "write out what it matches");
    const control = controls[character];
    if (control !== undefined) return control;
    if (/[A-Za-z]/.test(character)) throw new Outside(`"\\${character}" is not in JSONata`);
    return character;
  }

  #class(): string {
    const isNegated = this.#take("^");
    const parts: string[] = [];
    const opposites = new Set<string>();
    while (!this.#take("]")) {
      if (this.rest === "") throw new Outside("a bracket that is not closed");
      const from = this.#member();
      if (from.length > 1) {
        if (/^\\[DWS]$/.test(from)) opposites.add(from.charAt(1));
        parts.push(from);
        continue;
      }
      if (/^-[^\]]/.test(this.rest)) {
        this.#at++;
        const to = this.#member();
        if (to.length > 1) throw new Outside("a range to a set of characters", "put the - first");
        parts.push(`${escape(from, this.#flags)}-${escape(to, this.#flags)}`);
      } else parts.push(escape(from, this.#flags));
    }
    const any = [...opposites].some((kind) => parts.includes(`\\${kind.toLowerCase()}`));
    if (any || (isNegated && parts.length === 0))
      return isNegated && any ? refuseEmpty() : String.raw`[\s\S]`;
    if (parts.length === 0) return refuseEmpty();
    const [only] = parts;
    if (opposites.size > 0) {
      if (parts.length > 1 || only === undefined)
        throw new Outside(
          "a set with what is not in another set",
          String.raw`write [^…] with all that is left out`,
        );
      const set = shorthands[only.charAt(1).toLowerCase()] ?? "";
      return isNegated ? `[${set}]` : `[^${set}]`;
    }
    const text = parts
      .map((part) => (/^\\[dws]$/.test(part) ? (shorthands[part.charAt(1)] ?? "") : part))
      .join("");
    return `[${isNegated ? "^" : ""}${text}]`;
  }

  /** A character, or `\d` and the like. */
  #member(): string {
    if (!this.#take("\\")) return this.#pattern.charAt(this.#at++);
    const kind = this.#pattern.charAt(this.#at);
    if (/[dws]/i.test(kind)) {
      this.#at++;
      return `\\${kind}`;
    }
    if (kind === "b") {
      this.#at++;
      return "\b";
    }
    return this.#escaped();
  }
}

function refuseEmpty(): never {
  throw new Outside("a set without characters");
}

/** A character as all three read it, inside of brackets and outside. */
function escape(character: string, flags: string): string {
  const unit = character.charCodeAt(0);
  if (unit >= 0xd800 && unit <= 0xdfff)
    throw new Outside(
      "characters beyond the BMP are one in Java and two in JavaScript",
      "compare texts with includes()",
    );
  if (unit > 126 && flags.includes("i"))
    throw new Outside(
      "without regard to case Java knows ASCII only",
      "match a text in lower case: text.toLowerCase()",
    );
  if (/[A-Za-z0-9]/.test(character)) return character;
  // A backslash before the last `/` would escape it, and brackets are counted by the reader of JSONata.
  return `\\${unit > 255 ? "u" : "x"}${unit.toString(16).padStart(unit > 255 ? 4 : 2, "0")}`;
}
