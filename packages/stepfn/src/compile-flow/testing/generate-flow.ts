/** Random flows of the language that is compiled: well-typed, always ending, and full of tasks that fail. */

export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Kind = "number" | "string" | "boolean" | "numbers" | "item" | "maybe";

interface Name {
  name: string;
  kind: Kind;
  /** It may be assigned here. */
  mutable: boolean;
}

const annotations: Record<Kind, string> = {
  number: "number",
  string: "string",
  boolean: "boolean",
  numbers: "number[]",
  item: "Item",
  maybe: "number | null",
};

/** A module with one flow, `example`. Tasks: `calc` gives a number, `make` an Item; both may fail. */
export function generateFlow(random: Random): string {
  return `import { flow, task, map, FlowError } from "acme-engine";
class Red extends FlowError {}
class DarkRed extends Red {}
class Blue extends FlowError {}
interface Item { a: number; b: string; c?: number }
const calc = task({ name: "calc" }, async ({ n }: { n: number }): Promise<number> => n);
const make = task({ name: "make" }, async ({ n, s }: { n: number; s: string }): Promise<Item> => ({ a: n, b: s }));
export const example = flow({ name: "example" }, async ({ n, s, f, xs, item, m }: { n: number; s: string; f: boolean; xs: number[]; item: Item; m: number | null }) => {
${new Generator(random).flowBody()}
});
`;
}

class Generator {
  readonly #random: Random;
  #names: Name[] = [
    { name: "n", kind: "number", mutable: false },
    { name: "s", kind: "string", mutable: false },
    { name: "f", kind: "boolean", mutable: false },
    { name: "xs", kind: "numbers", mutable: false },
    { name: "item", kind: "item", mutable: false },
    { name: "m", kind: "maybe", mutable: false },
  ];
  #count = 0;
  #loops = 0;
  #budget = 22;

  constructor(random: Random) {
    this.#random = random;
  }

  flowBody(): string {
    return [...this.#statements(3 + this.#below(5), 0), `return { ${this.#seen().join(", ")} };`].join("\n");
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<Item>(items: readonly Item[]): Item {
    const picked = items[this.#below(items.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }

  #fresh(): string {
    return `v${String.fromCharCode(97 + (this.#count % 26))}${this.#count++}`;
  }

  #seen(): string[] {
    return this.#names.filter(({ name }) => name.startsWith("v")).map(({ name }) => name);
  }

  #block(depth: number, size = 1 + this.#below(3)): string {
    const names = this.#names;
    const text = this.#statements(size, depth).join("\n");
    this.#names = names;
    return `{\n${text}\n}`;
  }

  #statements(count: number, depth: number): string[] {
    return Array.from({ length: count }, () => this.#statement(depth));
  }

  #statement(depth: number): string {
    this.#budget--;
    const simple = [
      () => this.#declare(),
      () => this.#declare(),
      () => this.#assign(),
      () => this.#call(),
      () => this.#call(),
      () => this.#reduceLoop(),
    ];
    const nested = [
      () =>
        `if (${this.#boolean(2)}) ${this.#block(depth + 1)}${this.#random() < 0.5 ? ` else ${this.#block(depth + 1)}` : ""}`,
      () => this.#try(depth),
      () => this.#loop(depth),
      () => this.#map(depth),
      () => this.#parallel(),
      () => this.#switch(depth),
    ];
    const leaving = [
      () =>
        this.#loops > 0 ? `if (${this.#boolean(1)}) ${this.#pick(["break", "continue"])};` : this.#declare(),
      () =>
        `if (${this.#boolean(1)}) return ${this.#expression(this.#pick(["number", "string", "item"]), 2)};`,
      () =>
        `if (${this.#boolean(1)}) throw new ${this.#pick(["Red", "DarkRed", "Blue"])}(${this.#string(1)});`,
    ];
    const all = this.#budget <= 0 || depth > 3 ? simple : [...simple, ...nested, ...leaving];
    return this.#pick(all)();
  }

  #declare(): string {
    const kind = this.#pick<Kind>(["number", "string", "boolean", "numbers", "item", "maybe"]);
    const mutable = this.#random() < 0.6;
    const text = this.#expression(kind, 2);
    const name = this.#fresh();
    this.#names = [...this.#names, { name, kind, mutable }];
    return `${mutable ? "let" : "const"} ${name}: ${annotations[kind]} = ${text};`;
  }

  #assign(): string {
    const targets = this.#names.filter(({ mutable }) => mutable);
    if (targets.length === 0) return this.#declare();
    const { name, kind } = this.#pick(targets);
    if (kind === "number" && this.#random() < 0.3) return `${name}${this.#pick(["++", " += 2", " -= 1"])};`;
    return `${name} = ${this.#expression(kind, 2)};`;
  }

  #call(): string {
    const name = this.#fresh();
    const isCalc = this.#random() < 0.6;
    const kind: Kind = isCalc ? "number" : "item";
    const call = isCalc
      ? `calc({ n: ${this.#number(2)} })`
      : `make({ n: ${this.#number(1)}, s: ${this.#string(1)} })`;
    const shape = this.#below(5);
    const targets = this.#names.filter((one) => one.mutable && one.kind === kind);
    if (shape === 0 && targets.length > 0) return `${this.#pick(targets).name} = await ${call};`;
    if (shape === 1 && isCalc) {
      const text = `${this.#number(1)} + (await ${call}) + ${this.#number(1)}`;
      this.#names = [...this.#names, { name, kind, mutable: false }];
      return `const ${name} = ${text};`;
    }
    if (shape === 2 && isCalc) {
      const text = `${this.#boolean(1)} ? await ${call} : ${this.#number(1)}`;
      this.#names = [...this.#names, { name, kind, mutable: true }];
      return `let ${name} = ${text};`;
    }
    if (shape === 3 && !isCalc) {
      const other = this.#fresh();
      this.#names = [
        ...this.#names,
        { name, kind: "number", mutable: false },
        { name: other, kind: "string", mutable: false },
      ];
      return `const { a: ${name}, b: ${other} } = await ${call};`;
    }
    this.#names = [...this.#names, { name, kind, mutable: shape === 4 }];
    return `${shape === 4 ? "let" : "const"} ${name} = await ${call};`;
  }

  #try(depth: number): string {
    const block = this.#block(depth + 1);
    const shape = this.#below(4);
    const final = shape >= 2 ? ` finally ${this.#block(depth + 2, 1)}` : "";
    if (shape === 3) return `try ${block}${final}`;
    const error = this.#fresh();
    const names = this.#names;
    const check =
      this.#random() < 0.4
        ? `if (${error} instanceof ${this.#pick(["Red", "Blue", "DarkRed"])}) ${this.#pick([`return ${error}.message;`, `throw ${error};`])}\n`
        : "";
    const kept = this.#fresh();
    this.#names = [...names, { name: kept, kind: "string", mutable: true }];
    const handler = this.#block(depth + 1);
    this.#names = names;
    return `try ${block} catch (${error}) {\n${check}let ${kept} = ${error}.name + ${error}.message;\n${handler}\n}${final}`;
  }

  #loop(depth: number): string {
    const name = this.#fresh();
    const names = this.#names;
    const shape = this.#below(4);
    const items = this.#expression("numbers", 1);
    this.#loops++;
    this.#names = [...names, { name, kind: "number", mutable: false }];
    const body = this.#block(depth + 1);
    this.#loops--;
    this.#names = names;
    const bound = 1 + this.#below(3);
    if (shape === 0) return `for (let ${name} = 0; ${name} < ${bound}; ${name}++) ${body}`;
    // The counter moves first, so that continue does not keep the loop for ever.
    if (shape === 1) return `let ${name} = 0;\nwhile (${name} < ${bound}) {\n${name}++;\n${body.slice(1)}`;
    if (shape === 2)
      return `let ${name} = 0;\ndo {\n${name}++;\n${body.slice(1)} while (${name} < ${bound});`;
    return `for (const ${name} of ${items}) ${body}`;
  }

  #reduceLoop(): string {
    const targets = this.#names.filter(({ kind, mutable }) => mutable && kind === "number");
    if (targets.length === 0) return this.#declare();
    const name = this.#fresh();
    const items = this.#expression("numbers", 1);
    const names = this.#names;
    this.#names = [...names, { name, kind: "number", mutable: false }];
    const assigns = Array.from(
      { length: 1 + this.#below(2) },
      () => `${this.#pick(targets).name} = (${this.#number(2)}) % 50;`,
    );
    const body =
      this.#random() < 0.5 ? assigns.join("\n") : `if (${this.#boolean(1)}) { ${assigns.join(" ")} }`;
    this.#names = names;
    return `for (const ${name} of ${items}) {\n${body}\n}`;
  }

  #map(depth: number): string {
    const name = this.#fresh();
    const item = this.#fresh();
    const items = this.#expression("numbers", 1);
    const names = this.#names;
    const loops = this.#loops;
    this.#loops = 0;
    this.#names = [
      ...names.map((one) => ({ ...one, mutable: false })),
      { name: item, kind: "number", mutable: false },
    ];
    const body = this.#statements(1 + this.#below(2), depth + 2);
    const result = this.#number(1);
    this.#loops = loops;
    this.#names = names;
    // What the callback gives must be a number on all ways out: early returns are taken off.
    const kept = body.filter((text) => !text.includes("return "));
    const declared = [...kept.join("\n").matchAll(/\b(v[a-z]\d+)\b/g)].map(([, one]) => one ?? "");
    const known = new Set([...names.map((one) => one.name), item, ...declared]);
    const isWhole = [...result.matchAll(/\b(v[a-z]\d+)\b/g)].every(([, one]) => known.has(one ?? ""));
    const text = `await map(${items}, async (${item}) => {\n${kept.length === body.length ? kept.join("\n") : ""}\nreturn ${isWhole && kept.length === body.length ? result : item};\n}, { concurrency: 1 })`;
    this.#names = [...names, { name, kind: "numbers", mutable: false }];
    return `const ${name} = ${text};`;
  }

  #parallel(): string {
    const [one, other] = [this.#fresh(), this.#fresh()];
    const text = `await Promise.all([calc({ n: ${this.#number(1)} }), make({ n: ${this.#number(1)}, s: ${this.#string(1)} })])`;
    this.#names = [
      ...this.#names,
      { name: one, kind: "number", mutable: false },
      { name: other, kind: "item", mutable: false },
    ];
    return `const [${one}, ${other}] = ${text};`;
  }

  #switch(depth: number): string {
    const cases = Array.from(
      { length: 1 + this.#below(3) },
      (_, index) => `case ${index}: ${this.#block(depth + 1)}${this.#random() < 0.7 ? "\nbreak;" : ""}`,
    );
    // A break of the cases is one of the switch, a continue one of the loop around.
    const fallback = this.#random() < 0.5 ? `\ndefault: ${this.#block(depth + 1)}` : "";
    return `switch (${this.#number(1)} % 4) {\n${cases.join("\n")}${fallback}\n}`;
  }

  #expression(kind: Kind, depth: number): string {
    switch (kind) {
      case "number":
        return this.#number(depth);
      case "string":
        return this.#string(depth);
      case "boolean":
        return this.#boolean(depth);
      case "numbers":
        return this.#numbers(depth);
      case "item":
        return this.#item(depth);
      case "maybe":
        return this.#maybe(depth);
    }
  }

  #named(kind: Kind): string[] {
    return this.#names.filter((one) => one.kind === kind).map(({ name }) => name);
  }

  #number(depth: number): string {
    const plain = [...this.#named("number"), String(this.#below(5)), "n"];
    if (depth <= 0) return this.#pick(plain);
    const inner = (): string => this.#number(depth - 1);
    return this.#pick([
      () => this.#pick(plain),
      () => this.#pick(plain),
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} - ${inner()})`,
      () => `((${inner()} * 3) % 17)`,
      () => `Math.max(${inner()}, ${inner()})`,
      () => `Math.abs(${inner()})`,
      () => `${this.#numbers(depth - 1)}.length`,
      () => `${this.#string(depth - 1)}.length`,
      () => `${this.#item(0)}.a`,
      () => `(${this.#item(0)}.c ?? ${inner()})`,
      () => `(${this.#maybe(depth - 1)} ?? ${inner()})`,
      () => `(${this.#boolean(depth - 1)} ? ${inner()} : ${inner()})`,
      () => `${this.#numbers(depth - 1)}.reduce((p, q) => p + q, ${inner()})`,
      () => `${this.#numbers(depth - 1)}.indexOf(${inner()})`,
      () => `(${this.#numbers(depth - 1)}[${this.#below(3)}] ?? ${inner()})`,
    ])();
  }

  #string(depth: number): string {
    const plain = [...this.#named("string"), "s", '"k"', '"a b"'];
    if (depth <= 0) return this.#pick(plain);
    return this.#pick([
      () => this.#pick(plain),
      () => `(${this.#string(depth - 1)} + ${this.#string(depth - 1)}).slice(-12)`,
      () => `\`<\${${this.#number(depth - 1)}}:\${${this.#string(depth - 1)}}>\``,
      () => `${this.#item(0)}.b`,
      () => `${this.#string(depth - 1)}.toUpperCase()`,
      () => `${this.#string(depth - 1)}.slice(${this.#below(3)})`,
      () => `${this.#numbers(depth - 1)}.join("-").slice(0, 9)`,
      () => `(${this.#boolean(depth - 1)} ? ${this.#string(depth - 1)} : ${this.#string(depth - 1)})`,
    ])();
  }

  #boolean(depth: number): string {
    const plain = [...this.#named("boolean"), "f", `n > ${this.#below(4)}`];
    if (depth <= 0) return `(${this.#pick(plain)})`;
    return this.#pick([
      () => `(${this.#pick(plain)})`,
      () =>
        `(${this.#number(depth - 1)} ${this.#pick(["<", ">=", "===", "!=="])} ${this.#number(depth - 1)})`,
      () => `(${this.#string(depth - 1)} ${this.#pick(["===", "<", "!=="])} ${this.#string(depth - 1)})`,
      () => `(${this.#boolean(depth - 1)} ${this.#pick(["&&", "||"])} ${this.#boolean(depth - 1)})`,
      () => `!${this.#boolean(depth - 1)}`,
      () => `(${this.#maybe(0)} ${this.#pick(["==", "!="])} null)`,
      () => `(${this.#item(0)}.c === ${this.#number(depth - 1)})`,
      () => `${this.#numbers(depth - 1)}.includes(${this.#number(depth - 1)})`,
      () => `${this.#numbers(depth - 1)}.some((p) => p > ${this.#number(0)})`,
      () => `${this.#string(depth - 1)}.includes(${this.#string(0)})`,
      () =>
        `Boolean(${this.#pick([this.#number(depth - 1), this.#string(depth - 1), this.#numbers(0), this.#maybe(0)])})`,
    ])();
  }

  #numbers(depth: number): string {
    const plain = [...this.#named("numbers"), "xs"];
    if (depth <= 0) return this.#pick(plain);
    return this.#pick(
      [
        () => this.#pick(plain),
        () =>
          `[${Array.from({ length: this.#below(3) }, () => this.#number(depth - 1)).join(", ")}] as number[]`,
        () => `${this.#numbers(0)}.map((p, q) => p + q + ${this.#number(0)})`,
        () => `${this.#numbers(0)}.filter((p) => p > ${this.#number(0)})`,
        () => `[...${this.#numbers(0)}, ${this.#number(depth - 1)}].slice(-4)`,
        () => `${this.#numbers(0)}.slice(${this.#number(0)} % 3, 3)`,
        () => `${this.#numbers(0)}.toSorted((p, q) => p - q)`,
      ].map((make) => () => `(${make()})`),
    )();
  }

  #item(depth: number): string {
    const plain = [...this.#named("item"), "item"];
    if (depth <= 0) return this.#pick(plain);
    return this.#pick([
      () => this.#pick(plain),
      () => `{ a: ${this.#number(depth - 1)}, b: ${this.#string(depth - 1)} }`,
      () => `{ ...${this.#item(0)}, a: ${this.#number(depth - 1)} }`,
      () => `{ a: ${this.#number(0)}, b: ${this.#string(0)}, c: ${this.#item(0)}.c }`,
    ])();
  }

  #maybe(depth: number): string {
    const plain = [...this.#named("maybe"), "m", "null"];
    if (depth <= 0) return this.#pick(plain.filter((one) => one !== "null"));
    return this.#pick([
      () => this.#pick(plain),
      () => this.#number(depth - 1),
      () => `(${this.#boolean(depth - 1)} ? ${this.#number(0)} : null)`,
    ])();
  }
}

/** An input for the generated flows. */
export function generateInput(random: Random): {
  n: number;
  s: string;
  f: boolean;
  xs: number[];
  item: { a: number; b: string; c?: number };
  m: number | null;
} {
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    n: below(9) - 2,
    s: ["", "k", "Az", "a b c"][below(4)] ?? "",
    f: random() < 0.5,
    xs: Array.from({ length: below(4) }, () => below(9) - 3),
    item: { a: below(5), b: "it", ...(random() < 0.5 ? { c: below(3) } : {}) },
    m: random() < 0.4 ? null : below(4),
  };
}
