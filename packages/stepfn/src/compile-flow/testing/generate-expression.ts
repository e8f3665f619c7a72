import type { Dice } from "./random.ts";

/** Types of the random flows. `maybe` is a number or null, `deep` an object with fields that may not be there. */
export type Kind =
  | "number"
  | "string"
  | "boolean"
  | "numbers"
  | "strings"
  | "item"
  | "items"
  | "maybe"
  | "deep";

export const annotations: Record<Kind, string> = {
  number: "number",
  string: "string",
  boolean: "boolean",
  numbers: "number[]",
  strings: "string[]",
  item: "Item",
  items: "Item[]",
  maybe: "number | null",
  deep: "Deep",
};

export const kinds = Object.keys(annotations) as readonly Kind[];

export interface Name {
  name: string;
  kind: Kind;
  /** It may be assigned here. */
  mutable: boolean;
}

/** Pure expressions of a kind, well-typed and without failures, over the names that are in scope. */
export class ExpressionGrammar {
  readonly #dice: Dice;
  readonly #names: () => readonly Name[];
  #locals = 0;

  constructor(dice: Dice, names: () => readonly Name[]) {
    this.#dice = dice;
    this.#names = names;
  }

  of(kind: Kind, depth: number): string {
    switch (kind) {
      case "number":
        return this.number(depth);
      case "string":
        return this.string(depth);
      case "boolean":
        return this.boolean(depth);
      case "numbers":
        return this.numbers(depth);
      case "strings":
        return this.strings(depth);
      case "item":
        return this.item(depth);
      case "items":
        return this.items(depth);
      case "maybe":
        return this.maybe(depth);
      case "deep":
        return this.deep(depth);
    }
  }

  #named(kind: Kind): string[] {
    return this.#names()
      .filter((one) => one.kind === kind)
      .map(({ name }) => name);
  }

  /** Names of callback parameters differ, for callbacks stand inside of callbacks. */
  #local(): string {
    return `p${this.#locals++}`;
  }

  number(depth: number): string {
    const plain = [...this.#named("number"), ...this.#named("number"), String(this.#dice.below(5)), "n"];
    if (depth <= 0) return this.#dice.pick(plain);
    const inner = (): string => this.number(depth - 1);
    const [p, q] = [this.#local(), this.#local()];
    return this.#dice.pick([
      () => this.#dice.pick(plain),
      () => this.#dice.pick(plain),
      () => this.#dice.pick(plain),
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} - ${inner()})`,
      () => `((${inner()} * 3) % 17)`,
      () => `(${inner()} / 2)`,
      () => `-(${inner()})`,
      () => `Math.${this.#dice.pick(["max", "min"])}(${inner()}, ${inner()})`,
      () => `Math.${this.#dice.pick(["abs", "floor", "ceil", "round", "trunc", "sign"])}(${inner()})`,
      () => `${this.numbers(depth - 1)}.length`,
      () => `${this.string(depth - 1)}.length`,
      () => `${this.items(depth - 1)}.length`,
      () => `${this.item(0)}.a`,
      () => `(${this.item(0)}.c ?? ${inner()})`,
      () => `(${this.maybe(0)} ?? ${inner()})`,
      () => `(${this.boolean(depth - 1)} ? ${inner()} : ${inner()})`,
      () => `${this.numbers(depth - 1)}.reduce((${p}, ${q}) => ${p} + ${q}, ${inner()})`,
      () => `${this.items(depth - 1)}.reduce((${p}, { a }) => ${p} + a, ${inner()})`,
      () => `${this.numbers(depth - 1)}.indexOf(${inner()})`,
      () => `${this.numbers(depth - 1)}.findIndex((${p}) => ${p} > ${this.number(0)})`,
      () => `(${this.numbers(depth - 1)}[${this.#dice.below(3)}] ?? ${inner()})`,
      () => `(${this.numbers(depth - 1)}.find((${p}) => ${p} !== ${this.number(0)}) ?? ${inner()})`,
      () => `(${this.items(0)}.find((${p}) => ${p}.a > ${this.number(0)})?.a ?? ${inner()})`,
      () => `(${this.deep(0)}.d?.f?.[${this.#dice.below(2)}] ?? ${inner()})`,
      () => `(${this.deep(0)}.d?.e?.length ?? ${inner()})`,
      () => `Object.keys(item).length`,
      () => `dbl(${inner()})`,
      () => `pickOne(${this.boolean(depth - 1)}, ${inner()})`,
    ])();
  }

  string(depth: number): string {
    const plain = [...this.#named("string"), ...this.#named("string"), "s", '"k"', '"a b"', "'it\\'s'"];
    if (depth <= 0) return this.#dice.pick(plain);
    const inner = (): string => this.string(depth - 1);
    const p = this.#local();
    return this.#dice.pick([
      () => this.#dice.pick(plain),
      () => this.#dice.pick(plain),
      () => `(${inner()} + ${inner()}).slice(-12)`,
      () => `\`<\${${this.number(depth - 1)}}:\${${inner()}}>\``,
      () => `(${this.number(depth - 1)} + ${inner()})`,
      () => `${this.item(0)}.b`,
      () => `(${this.deep(0)}.d?.e ?? ${inner()})`,
      () => `${inner()}.${this.#dice.pick(["toUpperCase", "toLowerCase", "trim"])}()`,
      () => `${inner()}.slice(${this.#dice.below(3)})`,
      () => `${inner()}.slice(${this.#dice.below(2)}, ${this.number(0)})`,
      () => `${inner()}.padStart(${this.#dice.below(5)}, "*")`,
      () => `${inner()}.replaceAll("a", ${this.#dice.pick(['"<>"', '"b"', '""'])})`,
      () => `${inner()}.split("a").join("-")`,
      () => `${this.numbers(depth - 1)}.join("-").slice(0, 9)`,
      () => `${this.strings(depth - 1)}.join(",").slice(0, 9)`,
      () => `${this.items(depth - 1)}.map((${p}) => ${p}.b).join("/").slice(0, 9)`,
      () => `(${this.boolean(depth - 1)} ? ${inner()} : ${inner()})`,
      () => `(${this.strings(depth - 1)}[${this.#dice.below(2)}] ?? ${inner()})`,
      () => `label(${inner()}, ${this.number(depth - 1)}).slice(0, 12)`,
      () => `String(${this.number(depth - 1)})`,
      () => `JSON.stringify(${this.numbers(depth - 1)}).slice(0, 12)`,
      () => `(typeof ${this.number(0)})`,
      () => `${inner()}.replace(/[a-c]+/g, "-")`,
      () => `${inner()}.replace(/\\s/, "_")`,
      () => `(${inner()}.match(/[a-z]/)?.[0] ?? ${inner()})`,
    ])();
  }

  boolean(depth: number): string {
    const plain = [...this.#named("boolean"), "f", `n > ${this.#dice.below(4)}`];
    if (depth <= 0) return `(${this.#dice.pick(plain)})`;
    const inner = (): string => this.boolean(depth - 1);
    const p = this.#local();
    return this.#dice.pick([
      () => `(${this.#dice.pick(plain)})`,
      () =>
        `(${this.number(depth - 1)} ${this.#dice.pick(["<", ">=", "===", "!==", "<=", ">"])} ${this.number(depth - 1)})`,
      () => `(${this.string(depth - 1)} ${this.#dice.pick(["===", "<", "!=="])} ${this.string(depth - 1)})`,
      () => `(${inner()} ${this.#dice.pick(["&&", "||"])} ${inner()})`,
      () => `!${inner()}`,
      () => `(${inner()} === ${inner()})`,
      () => `(${this.maybe(0)} ${this.#dice.pick(["==", "!="])} null)`,
      () => `(${this.item(0)}.c === ${this.number(depth - 1)})`,
      () => `(${this.deep(0)}.d?.e ${this.#dice.pick(["==", "!="])} null)`,
      () => `${this.numbers(depth - 1)}.includes(${this.number(depth - 1)})`,
      () =>
        `${this.numbers(depth - 1)}.${this.#dice.pick(["some", "every"])}((${p}) => ${p} > ${this.number(0)})`,
      () => `${this.items(depth - 1)}.some(({ a, c = 1 }) => a + c > ${this.number(0)})`,
      () => `${this.string(depth - 1)}.includes(${this.string(0)})`,
      () => `${this.string(depth - 1)}.${this.#dice.pick(["startsWith", "endsWith"])}(${this.string(0)})`,
      () => `("c" in item)`,
      () => `/[a-k]\\d?/.test(${this.string(depth - 1)})`,
      () =>
        `Boolean(${this.#dice.pick([this.number(depth - 1), this.string(depth - 1), this.numbers(0), this.maybe(0)])})`,
      () => `!!${this.#dice.pick([this.number(0), this.string(0), this.maybe(0)])}`,
    ])();
  }

  numbers(depth: number): string {
    const plain = [...this.#named("numbers"), "xs"];
    if (depth <= 0) return this.#dice.pick(plain);
    const [p, q] = [this.#local(), this.#local()];
    return this.#dice.pick(
      [
        () => this.#dice.pick(plain),
        () => this.#dice.pick(plain),
        () =>
          `[${Array.from({ length: this.#dice.below(3) }, () => this.number(depth - 1)).join(", ")}] as number[]`,
        () => `${this.numbers(0)}.map((${p}, ${q}) => ${p} + ${q} + ${this.number(0)})`,
        () =>
          `${this.numbers(0)}.map((${p}) => { const ${q} = ${p} * 2; if (${q} > ${this.number(0)}) return ${q}; return ${this.number(0)}; })`,
        () => `${this.numbers(0)}.filter((${p}) => ${p} > ${this.number(0)})`,
        () => `[...${this.numbers(0)}, ${this.number(depth - 1)}].slice(-4)`,
        () => `[...${this.numbers(0)}, ...${this.numbers(0)}].slice(0, 4)`,
        () => `${this.numbers(0)}.concat(${this.numbers(0)}).slice(-3)`,
        () =>
          `${this.numbers(0)}.slice(${this.number(0)} % 3, 3)`.replace(
            /slice\((\w+) % 3/,
            "slice(Math.trunc($1) % 3",
          ),
        () =>
          `${this.numbers(0)}.toSorted((${p}, ${q}) => ${this.#dice.pick([`${p} - ${q}`, `${q} - ${p}`])})`,
        () => `${this.numbers(0)}.toReversed()`,
        () => `${this.items(0)}.map((${p}) => ${p}.a)`,
        () => `${this.items(0)}.map(({ a, c = ${this.number(0)} }) => a + c)`,
        () => `[${this.numbers(0)}, ${this.numbers(0)}].flat().slice(0, 4)`,
        () => `${this.numbers(0)}.flatMap((${p}) => [${p}, ${this.number(0)}]).slice(0, 4)`,
        () => `(${this.boolean(0)} ? ${this.numbers(0)} : ${this.numbers(0)})`,
        () => `(${this.deep(0)}.d?.f ?? ${this.numbers(0)})`,
      ].map((make) => () => `(${make()})`),
    )();
  }

  strings(depth: number): string {
    const plain = [...this.#named("strings"), "ss"];
    if (depth <= 0) return this.#dice.pick(plain);
    const p = this.#local();
    return this.#dice.pick(
      [
        () => this.#dice.pick(plain),
        () =>
          `[${Array.from({ length: this.#dice.below(3) }, () => this.string(depth - 1)).join(", ")}] as string[]`,
        () => `${this.strings(0)}.map((${p}) => ${p} + ${this.string(0)}).slice(0, 3)`,
        () => `${this.strings(0)}.filter((${p}) => ${p} !== ${this.string(0)})`,
        () => `${this.strings(0)}.toSorted()`,
        () => `${this.string(0)}.split(" ")`,
        () => `${this.items(0)}.map((${p}) => ${p}.b)`,
        () => `[...${this.strings(0)}, ${this.string(0)}].slice(-3)`,
      ].map((make) => () => `(${make()})`),
    )();
  }

  item(depth: number): string {
    const plain = [...this.#named("item"), "item"];
    if (depth <= 0) return this.#dice.pick(plain);
    return this.#dice.pick([
      () => this.#dice.pick(plain),
      () => `({ a: ${this.number(depth - 1)}, b: ${this.string(depth - 1)} } as Item)`,
      () => `({ ...${this.item(0)}, a: ${this.number(depth - 1)} } as Item)`,
      () => `({ a: ${this.number(0)}, b: ${this.string(0)}, c: ${this.item(0)}.c } as Item)`,
      () => `({ ...${this.item(0)}, ...(${this.boolean(0)} ? { c: ${this.number(0)} } : {}) } as Item)`,
    ])();
  }

  items(depth: number): string {
    const plain = [...this.#named("items"), "its"];
    if (depth <= 0) return this.#dice.pick(plain);
    const [p, q] = [this.#local(), this.#local()];
    return this.#dice.pick(
      [
        () => this.#dice.pick(plain),
        () => `[${this.item(depth - 1)}, ${this.item(0)}] as Item[]`,
        () => `[] as Item[]`,
        () => `${this.items(0)}.filter((${p}) => ${p}.a > ${this.number(0)})`,
        () => `${this.items(0)}.map((${p}, ${q}) => ({ ...${p}, a: ${p}.a + ${q} }))`,
        () => `${this.items(0)}.toSorted((${p}, ${q}) => ${p}.a - ${q}.a)`,
        () => `[...${this.items(0)}, ${this.item(0)}].slice(-3)`,
        () => `${this.items(0)}.slice(1)`,
        () => `${this.numbers(0)}.map((${p}) => ({ a: ${p}, b: ${this.string(0)} }))`,
      ].map((make) => () => `(${make()})`),
    )();
  }

  maybe(depth: number): string {
    const plain = [...this.#named("maybe"), "m", "null"];
    if (depth <= 0) return this.#dice.pick(plain.filter((one) => one !== "null"));
    return this.#dice.pick([
      () => this.#dice.pick(plain),
      () => this.number(depth - 1),
      () => `(${this.boolean(depth - 1)} ? ${this.number(0)} : null)`,
      () => `(${this.item(0)}.c ?? null)`,
      () => `(${this.maybe(0)} ?? ${this.maybe(0)})`,
    ])();
  }

  deep(depth: number): string {
    const plain = [...this.#named("deep"), "deep"];
    if (depth <= 0) return this.#dice.pick(plain);
    return this.#dice.pick([
      () => this.#dice.pick(plain),
      () => `({} as Deep)`,
      () => `({ d: { e: ${this.string(0)} } } as Deep)`,
      () => `({ d: { ...${this.deep(0)}.d, f: ${this.numbers(0)} } } as Deep)`,
    ])();
  }
}
