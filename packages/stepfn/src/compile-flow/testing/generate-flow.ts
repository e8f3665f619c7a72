import { annotations, ExpressionGrammar, type Kind, kinds, type Name } from "./generate-expression.ts";
import { Dice, type Random } from "./random.ts";

/** A module with one flow, `example`: well-typed, always ending, and full of tasks that fail. Tasks: `calc` gives a number, `make` an Item; both may fail, `calm` and `mild` never do. */
export function generateFlow(random: Random): string {
  return `import { flow, task, map, retry, sleep, FlowError } from "acme-engine";
class Red extends FlowError {}
class DarkRed extends Red {}
class Blue extends FlowError {}
interface Item { a: number; b: string; c?: number }
interface Deep { d?: { e?: string; f?: number[] } }
const limit = 2;
const dbl = (x: number) => x * 2;
const pickOne = (yes: boolean, x: number) => { if (yes) return x; const y = x + limit; return y; };
function label(text: string, x: number = limit) { return \`\${text}#\${x}\`; }
const calc = task({ name: "calc" }, async ({ n }: { n: number; at?: string }): Promise<number> => n);
const calm = task({ name: "calm" }, async ({ n }: { n: number; at?: string }): Promise<number> => n);
const make = task({ name: "make" }, async ({ n, s }: { n: number; s: string; at?: string }): Promise<Item> => ({ a: n, b: s }));
const mild = task({ name: "mild" }, async ({ n, s }: { n: number; s: string; at?: string }): Promise<Item> => ({ a: n, b: s }));
const sumOf = async (a: number, b: number) => {
  const first = await calm({ n: a });
  if (first > 9) return first;
  return first + (await calc({ n: b }));
};
interface Input { n: number; s?: string; f: boolean; xs: number[]; ss: string[]; item: Item; its: Item[]; m: number | null; deep: Deep }
export const example = flow({ name: "example" }, async ({ n, s = "dflt", f, xs, ss, item, its, m, deep }: Input) => {
${new FlowGrammar(new Dice(random)).body()}
});
`;
}

/** What is around a statement. */
interface Place {
  depth: number;
  /** Loops around, from the outside; a label or none. */
  loops: readonly (string | undefined)[];
  /** What may be thrown again. */
  error: string | undefined;
  /** What the function around returns; undefined for anything. */
  returns: Kind | undefined;
  /** Of a branch that runs beside others: how its calls are told apart from theirs, as code. */
  at: string | undefined;
  /** Only tasks that never fail. */
  isCalm: boolean;
}

/** Names that people use and JSONata has a use for. */
const clashes = [
  "count",
  "sum",
  "keys",
  "states",
  "string",
  "result",
  "input",
  "context",
  "v",
  "map1",
  "error",
  "returned",
  "now",
];

class FlowGrammar {
  readonly #dice: Dice;
  readonly #expressions: ExpressionGrammar;
  #names: Name[] = [
    { name: "n", kind: "number", mutable: false },
    { name: "s", kind: "string", mutable: false },
    { name: "f", kind: "boolean", mutable: false },
    { name: "xs", kind: "numbers", mutable: false },
    { name: "ss", kind: "strings", mutable: false },
    { name: "item", kind: "item", mutable: false },
    { name: "its", kind: "items", mutable: false },
    { name: "m", kind: "maybe", mutable: false },
    { name: "deep", kind: "deep", mutable: false },
  ];
  #count = 0;
  #budget = 24;
  /** Names of a block may hide those around it, and not each other. */
  #declared = new Set<string>();

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#expressions = new ExpressionGrammar(dice, () => this.#names);
  }

  body(): string {
    const place: Place = {
      depth: 0,
      loops: [],
      error: undefined,
      returns: undefined,
      at: undefined,
      isCalm: false,
    };
    const statements = this.#statements(3 + this.#dice.below(5), place);
    return [...statements, `return { ${this.#own().join(", ")} };`].join("\n");
  }

  /** The names that are not the flow's parameters. */
  #own(): string[] {
    return [...new Set(this.#names.slice(9).map(({ name }) => name))];
  }

  #fresh(): string {
    // A name that is hidden later in a block cannot be read before.
    const unused = clashes.filter(
      (name) => !this.#declared.has(name) && !this.#names.some((one) => one.name === name),
    );
    const name =
      unused.length > 0 && this.#dice.chance(0.15)
        ? this.#dice.pick(unused)
        : `v${String.fromCharCode(97 + (this.#count % 26))}${this.#count++}`;
    this.#declared.add(name);
    return name;
  }

  #declare(...names: Name[]): void {
    const hidden = new Set(names.map(({ name }) => name));
    this.#names = [...this.#names.filter(({ name }) => !hidden.has(name)), ...names];
  }

  /** Names that are declared inside end with it. */
  #within<Result>(run: () => Result): Result {
    const [names, declared] = [this.#names, this.#declared];
    this.#declared = new Set();
    const result = run();
    this.#names = names;
    this.#declared = declared;
    return result;
  }

  #block(place: Place, size = 1 + this.#dice.below(3)): string {
    return this.#within(() => {
      const hides = this.#dice.chance(0.15) ? [this.#shadow()] : [];
      return `{\n${[...hides, ...this.#statements(size, deeper(place))].join("\n")}\n}`;
    });
  }

  /** A name of the block that hides another. */
  #shadow(): string {
    // Counters of loops are not hidden: they are read before.
    const hidden = this.#names.filter(({ mutable }) => mutable);
    if (hidden.length === 0) return this.#declaration();
    const { name } = this.#dice.pick(hidden);
    const kind = this.#dice.pick(kinds);
    const before = this.#names;
    this.#names = before.filter((one) => one.name !== name);
    const text = this.#expressions.of(kind, 1);
    this.#names = before;
    this.#declared.add(name);
    this.#declare({ name, kind, mutable: true });
    return `let ${name}: ${annotations[kind]} = ${text};`;
  }

  #statements(count: number, place: Place): string[] {
    return Array.from({ length: count }, () => this.#statement(place));
  }

  #statement(place: Place): string {
    this.#budget--;
    const simple = [
      () => this.#declaration(),
      () => this.#declaration(),
      () => this.#destructuring(place),
      () => this.#assignment(),
      () => this.#assignment(),
      () => this.#call(place),
      () => this.#call(place),
      () => this.#call(place),
      () => this.#pureLoop(),
      () => this.#pureIf(),
      () => this.#collect(place),
      () => this.#change(),
      () => this.#helperCall(place),
    ];
    const nested = [
      () => this.#if(place),
      () => this.#if(place),
      () => this.#try(place),
      () => this.#try(place),
      () => this.#loop(place),
      () => this.#loop(place),
      () => this.#map(place),
      () => this.#parallel(place),
      () => this.#switch(place),
      () => this.#block(place),
      () => this.#settled(place),
      () => this.#retry(place),
    ];
    const leaving = [
      () => this.#jump(place),
      () => this.#jump(place),
      () =>
        `if (${this.#test(1, place)}) return ${this.#expressions.of(place.returns ?? this.#dice.pick(kinds), 1)};`,
      () => this.#throw(place),
    ];
    const all = this.#budget <= 0 || place.depth > 3 ? simple : [...simple, ...nested, ...leaving];
    return this.#dice.pick(all)();
  }

  #declaration(): string {
    const kind = this.#dice.pick(kinds);
    const mutable = this.#dice.chance(0.6);
    const text = this.#expressions.of(kind, 2);
    const name = this.#fresh();
    this.#declare({ name, kind, mutable });
    if (this.#dice.chance(0.1) && mutable && kind === "number") {
      return `let ${name}: ${annotations[kind]};\n${name} = ${text};`;
    }
    return `${mutable ? "let" : "const"} ${name}: ${annotations[kind]} = ${text};`;
  }

  #destructuring(place: Place): string {
    const shape = this.#dice.below(4);
    const word = this.#dice.pick(["const", "let"]);
    const mutable = word === "let";
    const source =
      shape === 0
        ? this.#dice.chance(0.4)
          ? `await ${this.#makeCall(place)}`
          : this.#expressions.item(1)
        : shape === 1
          ? this.#expressions.numbers(1)
          : shape === 2
            ? `{ one: ${this.#expressions.item(0)}, list: ${this.#expressions.numbers(1)} }`
            : this.#expressions.deep(1);
    const [someNumber, someString] = [this.#expressions.number(0), this.#expressions.string(0)];
    const [one, other, third] = [this.#fresh(), this.#fresh(), this.#fresh()];
    switch (shape) {
      case 0:
        this.#declare(
          { name: one, kind: "number", mutable },
          { name: other, kind: "string", mutable },
          { name: third, kind: "number", mutable },
        );
        return `${word} { a: ${one}, b: ${other}, c: ${third} = ${someNumber} } = ${source};`;
      case 1:
        this.#declare(
          { name: one, kind: "number", mutable },
          { name: other, kind: "number", mutable },
          { name: third, kind: "numbers", mutable },
        );
        return `${word} [${one} = ${someNumber}, ${other} = 7, ...${third}] = ${source};`;
      case 2:
        this.#declare(
          { name: one, kind: "number", mutable },
          { name: other, kind: "number", mutable },
          { name: third, kind: "string", mutable },
        );
        return `${word} { one: { a: ${one}, b: ${third} }, list: [${other} = ${someNumber}] } = ${source};`;
      default:
        this.#declare({ name: one, kind: "string", mutable }, { name: other, kind: "numbers", mutable });
        return `${word} { d: { e: ${one} = ${someString}, f: ${other} = [] } = {} } = ${source};`;
    }
  }

  #assignment(): string {
    const targets = this.#names.filter(({ mutable }) => mutable);
    if (targets.length === 0) return this.#declaration();
    const { name, kind } = this.#dice.pick(targets);
    if (kind === "number" && this.#dice.chance(0.4))
      return `${name}${this.#dice.pick(["++", "--", " += 2", ` -= ${this.#expressions.number(0)} % 7`])};`;
    if (kind === "string" && this.#dice.chance(0.3)) return `${name} = (${name} + "x").slice(-9);`;
    const text = this.#expressions.of(kind, 2);
    return kind === "number" ? `${name} = (${text}) % 1000;` : `${name} = ${text};`;
  }

  #at({ at }: Place): string {
    return at === undefined ? "" : `, at: ${at}`;
  }

  #calcCall(place: Place, depth = 1): string {
    const name = place.isCalm ? "calm" : this.#dice.pick(["calc", "calc", "calm"]);
    return `${name}({ n: ${this.#expressions.number(depth)}${this.#at(place)} })`;
  }

  #makeCall(place: Place): string {
    const name = place.isCalm ? "mild" : "make";
    return `${name}({ n: ${this.#expressions.number(1)}, s: ${this.#expressions.string(1)}${this.#at(place)} })`;
  }

  #call(place: Place): string {
    const isCalc = this.#dice.chance(0.65);
    const kind: Kind = isCalc ? "number" : "item";
    const call = isCalc ? this.#calcCall(place, 2) : this.#makeCall(place);
    const shape = this.#dice.below(11);
    const targets = this.#names.filter((one) => one.mutable && one.kind === kind);
    if (shape === 0 && targets.length > 0) return `${this.#dice.pick(targets).name} = await ${call};`;
    if (shape === 1 && targets.length > 0 && isCalc)
      return `${this.#dice.pick(targets).name} += await ${call};`;
    if (shape === 2) return `await ${call};`;
    if (shape === 3)
      return `await sleep(${this.#dice.pick(["1", `Math.abs(${this.#expressions.number(0)})`])});`;
    const name = this.#fresh();
    if (!isCalc) {
      this.#declare({ name, kind, mutable: shape === 4 });
      return `${shape === 4 ? "let" : "const"} ${name} = await ${call};`;
    }
    const text = this.#within(() => this.#awaiting(call, place));
    const mutable = this.#dice.chance(0.4);
    this.#declare({ name, kind, mutable });
    return `${mutable ? "let" : "const"} ${name}: number = ${text};`;
  }

  /** A number with an await somewhere inside. */
  #awaiting(call: string, place: Place): string {
    const number = (): string => this.#expressions.number(1);
    const test = (): string => this.#expressions.boolean(1);
    return this.#dice.pick([
      () => `await ${call}`,
      () => `await ${call}`,
      () => `${number()} + (await ${call}) + ${number()}`,
      () => `${test()} ? await ${call} : ${number()}`,
      () => `${test()} ? await ${call} : await ${this.#calcCall(place)}`,
      () => `${this.#expressions.maybe(0)} ?? (await ${call})`,
      () => `${test()} && (await ${call}) > 2 ? ${number()} : ${number()}`,
      () => `${test()} || (await ${call}) > 2 ? ${number()} : ${number()}`,
      () => `await ${place.isCalm ? "calm" : "calc"}({ n: await ${call}${this.#at(place)} })`,
      () => `Math.max(await ${call}, await ${this.#calcCall(place)})`,
      () => `dbl(await ${call})`,
      () => `\`\${await ${call}}:\${await ${this.#calcCall(place)}}\`.length`,
      () => `[await ${call}, ${number()}].length + ({ a: await ${this.#calcCall(place)} }).a`,
    ])();
  }

  #pureLoop(): string {
    const targets = this.#names.filter(({ kind, mutable }) => mutable && kind === "number");
    if (targets.length === 0) return this.#declaration();
    return this.#within(() => {
      const name = this.#fresh();
      const shape = this.#dice.below(3);
      const list = shape === 1 ? this.#expressions.items(1) : this.#expressions.numbers(1);
      this.#declare({ name, kind: shape === 1 ? "item" : "number", mutable: false });
      const assigns = Array.from(
        { length: 1 + this.#dice.below(2) },
        () => `${this.#dice.pick(targets).name} = (${this.#expressions.number(2)}) % 50;`,
      );
      const leave =
        shape !== 2 && this.#dice.chance(0.3)
          ? [`if (${this.#expressions.boolean(1)}) ${this.#dice.pick(["continue", "break"])};`]
          : [];
      const body = this.#dice.chance(0.5)
        ? [...leave, ...assigns].join("\n")
        : [...leave, `if (${this.#expressions.boolean(1)}) { ${assigns.join(" ")} }`].join("\n");
      if (shape === 2)
        return `for (let ${name} = 0; ${name} < ${1 + this.#dice.below(4)}; ${name}++) {\n${body}\n}`;
      return `for (const ${name} of ${list}) {\n${body}\n}`;
    });
  }

  #pureIf(): string {
    const arm = (): string => `{ ${this.#within(() => this.#assignment())} }`;
    const targets = this.#names.filter(({ mutable }) => mutable);
    if (targets.length === 0) return this.#declaration();
    return `if (${this.#expressions.boolean(1)}) ${arm()}${this.#dice.chance(0.5) ? ` else ${arm()}` : ""}`;
  }

  /** An array that grows. */
  #collect(place: Place): string {
    const name = `grown${this.#count++}`;
    const items = this.#expressions.numbers(1);
    const item = this.#within(() => this.#fresh());
    const pushed = this.#within(() => {
      this.#declare({ name: item, kind: "number", mutable: false });
      return this.#dice.chance(0.4) ? `await ${this.#calcCall(place)}` : this.#expressions.number(1);
    });
    const guard = this.#dice.chance(0.3) ? `if (${item} > 1) continue;\n` : "";
    // Other reads would give the array a second name.
    const kept = this.#fresh();
    this.#declare({ name: kept, kind: "numbers", mutable: false });
    return `const ${name}: number[] = [];\nfor (const ${item} of ${items}) {\n${guard}${name}.push(${pushed});\n}\nconst ${kept} = [...${name}];`;
  }

  /** Objects and arrays that have one name, and parts of them that change. */
  #change(): string {
    const [own, kept] = [`own${this.#count++}`, this.#fresh()];
    const n = (): string => this.#expressions.number(1);
    if (this.#dice.chance(0.5)) {
      const changes = this.#dice.pick([
        `${own}.push(${n()});`,
        `${own}.pop();`,
        `${own}.reverse();`,
        `if (${this.#expressions.boolean(1)}) ${own}.push(${n()});`,
        `${own}.sort((one, two) => one - two);`,
        `${own}[0] += ${n()};`,
      ]);
      const text = `const ${own}: number[] = [${n()}, ...${this.#expressions.numbers(0)}];\n${changes}\nconst ${kept} = [...${own}];`;
      this.#declare({ name: kept, kind: "numbers", mutable: false });
      return text;
    }
    const changes = this.#dice.pick([
      `${own}.a += ${n()};`,
      `${own}.b = ${this.#expressions.string(1)};`,
      `${own}.c = ${n()};`,
      `if (${this.#expressions.boolean(1)}) ${own}.a = ${n()};`,
      `delete ${own}.c;`,
    ]);
    const text = `const ${own}: Item = { ...${this.#expressions.item(0)} };\n${changes}\nconst ${kept}: Item = { ...${own} };`;
    this.#declare({ name: kept, kind: "item", mutable: false });
    return text;
  }

  /** An async function of the module, whose calls are not told apart from those of other branches. */
  #helperCall(place: Place): string {
    if (place.at !== undefined || place.isCalm) return this.#declaration();
    const text = `await sumOf(${this.#expressions.number(1)}, ${this.#expressions.number(1)})`;
    const name = this.#fresh();
    this.#declare({ name, kind: "number", mutable: false });
    return `const ${name} = ${text};`;
  }

  #settled(place: Place): string {
    if (place.at !== undefined) return this.#call(place);
    const id = `b${this.#count++}`;
    const [one, other] = [this.#fresh(), this.#fresh()];
    const calls = [0, 1].map((index) => this.#calcCall({ ...place, at: `"${id}.${index}"` }));
    const fallback = this.#expressions.number(0);
    this.#declare(
      { name: one, kind: "number", mutable: false },
      { name: other, kind: "string", mutable: false },
    );
    const settled = `settled${this.#count++}`;
    return `const ${settled} = await Promise.allSettled([${calls.join(", ")}]);\nconst ${one}: number = ${settled}[0].status === "fulfilled" ? ${settled}[0].value : ${fallback};\nconst ${other} = ${settled}[1].status;`;
  }

  #retry(place: Place): string {
    const name = this.#fresh();
    const body = this.#asyncBody(place, "number", []);
    this.#declare({ name, kind: "number", mutable: false });
    return `const ${name} = await retry({ retries: ${this.#dice.below(2)} }, async () => ${body});`;
  }

  /** A condition, now and then one that awaits. */
  #test(depth: number, place: Place): string {
    if (this.#dice.chance(0.15))
      return `(await ${this.#calcCall(place)}) ${this.#dice.pick([">", "<"])} ${this.#expressions.number(1)}`;
    return this.#expressions.boolean(depth);
  }

  #if(place: Place): string {
    const arms = Array.from(
      { length: 1 + (this.#dice.chance(0.3) ? 1 : 0) },
      () => `if (${this.#test(2, place)}) ${this.#block(place)}`,
    );
    const last = this.#dice.chance(0.5) ? ` else ${this.#block(place)}` : "";
    return arms.join(" else ") + last;
  }

  #jump(place: Place): string {
    const { loops } = place;
    if (loops.length === 0) return this.#declaration();
    const word = this.#dice.pick(["break", "continue"]);
    const labels = loops.filter((label) => label !== undefined);
    const label = labels.length > 0 && this.#dice.chance(0.5) ? this.#dice.pick(labels) : undefined;
    return `if (${this.#expressions.boolean(1)}) ${word}${label === undefined ? "" : ` ${label}`};`;
  }

  #throw(place: Place): string {
    if (place.isCalm || place.at !== undefined) return this.#declaration();
    const thrown =
      place.error !== undefined && this.#dice.chance(0.4)
        ? place.error
        : `new ${this.#dice.pick(["Red", "DarkRed", "Blue"])}(${this.#expressions.string(1)})`;
    return `if (${this.#expressions.boolean(1)}) throw ${thrown};`;
  }

  #try(place: Place): string {
    const block = this.#block(place, 1 + this.#dice.below(4));
    const shape = this.#dice.below(4);
    const final =
      shape >= 2
        ? ` finally ${this.#block({ ...place, loops: this.#dice.chance(0.2) ? place.loops : [] }, 1)}`
        : "";
    if (shape === 3) return `try ${block}${final}`;
    return `try ${block} ${this.#catch(place)}${final}`;
  }

  #catch(place: Place): string {
    return this.#within(() => {
      const error = this.#fresh();
      const inner = { ...place, error };
      const kept = this.#fresh();
      const cls = (): string => this.#dice.pick(["Red", "Blue", "DarkRed"]);
      const leave = (): string =>
        this.#dice.pick([
          `throw ${error};`,
          `return ${place.returns === undefined || place.returns === "string" ? `${error}.message` : this.#expressions.of(place.returns, 0)};`,
          ...(place.isCalm ? [] : [`throw new Blue(${error}.name);`]),
        ]);
      const head = this.#dice.pick([
        () => "",
        () => "",
        () => `if (${error} instanceof ${cls()}) ${leave()}`,
        () => `if (!(${error} instanceof ${cls()})) throw ${error};`,
        () =>
          `if (${error} instanceof ${cls()}) ${this.#block(inner, 1)} else if (${error} instanceof ${cls()}) ${this.#block(inner, 1)} else throw ${error};`,
        () => `if (${error}.name === "${cls()}") ${this.#block(inner, 1)} else ${this.#block(inner, 1)}`,
        () => `if (${error} instanceof ${cls()} && ${this.#expressions.boolean(1)}) ${leave()}`,
        () =>
          `switch (${error}.name) {\ncase "Red":\ncase "Blue": ${this.#block(inner, 1)} break;\ncase "Unforeseen": ${leave()}\ndefault: ${this.#block(inner, 1)}\n}`,
      ])();
      this.#declare({ name: kept, kind: "string", mutable: true });
      const body = this.#statements(1 + this.#dice.below(2), deeper(inner)).join("\n");
      return `catch (${error}) {\n${head}\nlet ${kept} = ${error}.name + ${error}.message;\n${body}\n}`;
    });
  }

  #loop(place: Place): string {
    const label = this.#dice.chance(0.25) ? `l${this.#count++}` : undefined;
    const prefix = label === undefined ? "" : `${label}: `;
    const inner = { ...place, loops: [...place.loops, label] };
    const bound = 1 + this.#dice.below(3);
    const outside = this.#fresh();
    return this.#within(() => {
      const name = this.#dice.below(5) < 3 ? outside : this.#fresh();
      const over = (kind: Kind): string => {
        this.#declare({ name, kind, mutable: false });
        return this.#block(inner);
      };
      switch (this.#dice.below(8)) {
        case 0:
          return `${prefix}for (let ${name} = 0; ${name} < ${bound}; ${name}++) ${over("number")}`;
        case 1: {
          this.#declared.add(name);
          const other = this.#fresh();
          this.#declare({ name: other, kind: "number", mutable: false });
          return `${prefix}for (let ${name} = 0, ${other} = ${bound + 1}; ${name} < ${other}; ${name}++, ${other}--) ${over("number")}`;
        }
        // The counter moves first, so that continue does not keep the loop for ever.
        case 2:
          return `let ${outside} = 0;\n${prefix}while (${outside} < ${bound}) {\n${outside}++;\n${this.#counted(outside, inner)}`;
        case 3:
          return `let ${outside} = 0;\n${prefix}do {\n${outside}++;\n${this.#counted(outside, inner)} while (${outside} < ${bound});`;
        // The test stands in the block, whose names may hide those around it: it asks for a parameter.
        case 4:
          return `let ${outside} = 0;\n${prefix}while (true) {\n${outside}++;\nif (${outside} > ${bound} || n > ${this.#dice.below(7)}) break;\n${this.#counted(outside, inner)}`;
        case 5:
          return `${prefix}for (const ${name} of ${this.#expressions.items(1)}) ${over("item")}`;
        case 6: {
          const [a, c] = [this.#fresh(), this.#fresh()];
          const list = this.#expressions.items(1);
          this.#declare(
            { name: a, kind: "number", mutable: false },
            { name: c, kind: "number", mutable: false },
          );
          return `${prefix}for (const { a: ${a}, c: ${c} = 3 } of ${list}) ${this.#block(inner)}`;
        }
        default:
          return `${prefix}for (const ${name} of ${this.#expressions.numbers(1)}) ${over("number")}`;
      }
    });
  }

  #counted(name: string, place: Place): string {
    this.#declare({ name, kind: "number", mutable: false });
    return this.#block(place).slice(1);
  }

  /** The body of an async function that gives a kind. */
  #asyncBody(place: Place, returns: Kind, parameters: readonly Name[]): string {
    return this.#within(() => {
      this.#names = this.#names.map((one) => ({ ...one, mutable: false }));
      this.#declare(...parameters);
      for (const { name } of parameters) this.#declared.add(name);
      const inner: Place = { ...place, depth: place.depth + 2, loops: [], error: undefined, returns };
      const statements = this.#statements(1 + this.#dice.below(3), inner);
      return `{\n${statements.join("\n")}\nreturn ${this.#expressions.of(returns, 1)};\n}`;
    });
  }

  #map(place: Place): string {
    const listKind = this.#dice.pick<Kind>(["numbers", "items"]);
    const items = this.#expressions.of(listKind, 1);
    const name = this.#fresh();
    const [item, index] = this.#within(() => [this.#fresh(), this.#fresh()] as const);
    const kind = this.#dice.pick<Kind>(["number", "string", "item"]);
    const list: Record<string, Kind> = { number: "numbers", string: "strings", item: "items" };
    const itemName: Name = { name: item, kind: listKind === "items" ? "item" : "number", mutable: false };
    const indexName: Name = { name: index, kind: "number", mutable: false };
    const shape = this.#dice.below(6);
    const resultKind = list[kind] ?? "numbers";
    // Iterations side by side are told apart by their index, and do not fail.
    if (shape === 0 && place.at === undefined) {
      const id = `m${this.#count++}`;
      const beside: Place = { ...place, at: `\`${id}.\${${index}}\``, isCalm: true };
      const body = this.#asyncBody(beside, kind, [itemName, indexName]);
      this.#declare({ name, kind: resultKind, mutable: false });
      return this.#dice.chance(0.5)
        ? `const ${name} = await Promise.all(${items}.map(async (${item}, ${index}) => ${body}));`
        : `const ${name} = await map(${items}, async (${item}, ${index}) => ${body}, { concurrency: 2 });`;
    }
    if (shape === 1 && listKind === "numbers" && !place.isCalm) {
      const text = `await map(${items}, (${item}) => calc({ n: ${item} + 1${this.#at(place)} }), { concurrency: 1 })`;
      this.#declare({ name, kind: "numbers", mutable: false });
      return `const ${name} = ${text};`;
    }
    const withIndex = this.#dice.chance(0.4);
    const body = this.#asyncBody(place, kind, withIndex ? [itemName, indexName] : [itemName]);
    this.#declare({ name, kind: resultKind, mutable: false });
    return `const ${name} = await map(${items}, async (${withIndex ? `${item}, ${index}` : item}) => ${body}, { concurrency: 1 });`;
  }

  #parallel(place: Place): string {
    const id = `b${this.#count++}`;
    const failing = this.#dice.below(2);
    const branch = (index: number): { text: string; kind: Kind } => {
      const own: Place = {
        ...place,
        at: place.at === undefined ? `"${id}.${index}"` : `${place.at} + "${id}.${index}"`,
        isCalm: place.isCalm || index !== failing,
      };
      if (this.#dice.chance(0.4)) return { text: this.#calcCall(own), kind: "number" };
      const kind = this.#dice.pick<Kind>(["number", "string", "item"]);
      return { text: `(async () => ${this.#asyncBody(own, kind, [])})()`, kind };
    };
    const [first, second] = [branch(0), branch(1)];
    const [one, other] = [this.#fresh(), this.#fresh()];
    this.#declare(
      { name: one, kind: first.kind, mutable: false },
      { name: other, kind: second.kind, mutable: false },
    );
    return `const [${one}, ${other}] = await Promise.all([${first.text}, ${second.text}]);`;
  }

  #switch(place: Place): string {
    const onText = this.#dice.chance(0.3);
    const label = (index: number): string =>
      onText ? this.#dice.pick([`"k${index}"`, `"k"`, `"${index}"`]) : String(index);
    const labels = new Set(Array.from({ length: 1 + this.#dice.below(3) }, (_, index) => label(index)));
    // A break of the cases is one of the switch, a continue one of the loop around.
    const arms = [...labels].map(
      (one) =>
        `case ${one}: ${this.#dice.chance(0.2) ? "" : this.#block(place)}${this.#dice.chance(0.6) ? "\nbreak;" : ""}`,
    );
    if (this.#dice.chance(0.6)) {
      const fallback = `default: ${this.#block(place)}${this.#dice.chance(0.5) ? "\nbreak;" : ""}`;
      arms.splice(this.#dice.chance(0.7) ? arms.length : this.#dice.below(arms.length + 1), 0, fallback);
    }
    const subject = onText ? this.#expressions.string(1) : `${this.#expressions.number(1)} % 4`;
    return `switch (${subject}) {\n${arms.join("\n")}\n}`;
  }
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

/** An input for the generated flows. */
export function generateInput(random: Random): {
  n: number;
  s?: string;
  f: boolean;
  xs: number[];
  ss: string[];
  item: { a: number; b: string; c?: number };
  its: { a: number; b: string; c?: number }[];
  m: number | null;
  deep: { d?: { e?: string; f?: number[] } };
} {
  const dice = new Dice(random);
  const item = (): { a: number; b: string; c?: number } => ({
    a: dice.below(6) - 1,
    b: dice.pick(["it", "", "A a"]),
    ...(dice.chance(0.5) ? { c: dice.below(3) } : {}),
  });
  const numbers = (): number[] => Array.from({ length: dice.below(4) }, () => dice.below(9) - 3);
  return {
    n: dice.below(9) - 2,
    ...(dice.chance(0.8) ? { s: dice.pick(["", "k", "Az", "a b c"]) } : {}),
    f: dice.chance(0.5),
    xs: numbers(),
    ss: Array.from({ length: dice.below(3) }, () => dice.pick(["a", "Bc", "", "a"])),
    item: item(),
    its: Array.from({ length: dice.below(3) }, item),
    m: dice.chance(0.4) ? null : dice.below(4),
    deep: dice.pick([{}, { d: {} }, { d: { e: "ee" } }, { d: { e: "", f: numbers() } }]),
  };
}
