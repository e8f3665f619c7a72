/** Random expressions for tests: mostly meaningful, sometimes absurd, the same ones for the same seed. */

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** @param seed Any whole number. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, pick: (items) => items[below(items.length)] ?? items[0] };
}

/** Data that the generated expressions look into. */
export const exampleData: Readonly<Record<string, unknown>> = {
  a: 1,
  b: "two words",
  c: [1, 2, 3],
  d: { e: "x", f: [true, null], g: { a: 5, b: [[]] } },
  items: [
    { id: 1, name: "one", tags: ["p", "q"], sub: [{ v: 10 }, { v: 20 }] },
    { id: 2, name: "two", tags: [], sub: [{ v: 30 }] },
    { id: 3, name: "three", tags: ["p"], sub: { v: 40 }, e: null },
  ],
  nested: [
    [1, [2]],
    [{ a: 1 }, { a: [2, 3] }],
  ],
  empty: {},
  one: [{ a: "single" }],
  text: "a1b22c333 – é😀",
  zero: 0,
  flag: false,
  nothing: null,
};

const names = [
  "a",
  "b",
  "c",
  "d",
  "e",
  "f",
  "g",
  "items",
  "id",
  "name",
  "tags",
  "sub",
  "v",
  "nested",
  "one",
  "text",
] as const;
const moreNames = ["zero", "flag", "nothing", "empty", "missing"] as const;
const variables = ["$x", "$y", "$states"] as const;
const numbers = ["0", "1", "2", "3", "-1", "0.5", "10", "1e3", "-2.75", "123456789"] as const;
const strings = [
  '"x"',
  '""',
  '"two words"',
  '"1"',
  "'p'",
  '"a,b,c"',
  '"é😀"',
  '"0x1F"',
  '"2020-02-29"',
] as const;
const regexes = ["/[0-9]+/", "/o/", "/(w)(o)?/", "/X/i", "/,/", "/^a/m"] as const;
const operators = ["+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in"] as const;
const lambdas = [
  "function($v){$v}",
  "function($v){$v + 1}",
  "function($v, $i){$i}",
  "function($v, $i, $l){$count($l)}",
  "function($v){[$v]}",
  "function($v){$v.id}",
  "function($v){$filter(c, function($w){$w = $v})}",
  "function($p, $q){$p & $q}",
  "function($p, $q){$p > $q}",
  "λ($v)<n:n>{$v * 2}",
  "function(){1}",
  "$string",
  "$uppercase",
  "$keys",
  "$append(?, 1)",
] as const;

const unaryFunctions = (
  "sum count max min average string length lowercase uppercase trim number floor ceil round abs sqrt boolean not keys " +
  "exists spread merge reverse type sort distinct join formatBase base64encode encodeUrlComponent decodeUrl zip single " +
  "toMillis fromMillis error clone"
).split(" ");
const binaryFunctions = (
  "append lookup substring substringBefore substringAfter pad split contains join power round formatNumber formatBase " +
  "formatInteger parseInteger zip string match"
).split(" ");
const higherOrder = ["map", "filter", "reduce", "each", "sift", "sort", "single"];

/** @param depth How many expressions may be nested. */
export function generateExpression(random: Random, depth: number): string {
  const operand = (): string => generateExpression(random, depth - 1);
  if (depth <= 0) return generateLeaf(random);
  switch (random.below(22)) {
    case 0:
    case 1:
      return generateLeaf(random);
    case 2:
    case 3:
    case 4:
      return generatePath(random, depth);
    case 5:
    case 6:
      return `${operand()} ${random.pick(operators)} ${operand()}`;
    case 7:
      return `(${operand()})`;
    case 8:
      return `[${list(random, operand)}]`;
    case 9:
      return `{${list(random, () => `${random.pick(strings)}: ${operand()}`)}}`;
    case 10:
      return `(${operand()} ? ${operand()} : ${operand()})`;
    case 11:
      return `$${pickName(random, unaryFunctions)}(${operand()})`;
    case 12:
    case 13:
      return `$${pickName(random, binaryFunctions)}(${operand()}, ${operand()})`;
    case 14:
    case 15:
      return `$${pickName(random, higherOrder)}(${operand()}, ${random.pick(lambdas)})`;
    case 16:
      return `($x := ${operand()}; ${operand()})`;
    case 17:
      return `${operand()} ~> ${random.pick(["$string", "$sum", "$count()", "$append(2)", "$map($string)", "$keys ~> $count"])}`;
    case 18:
      return `[${random.pick(numbers)}..${operand()}]`;
    case 19:
      return generateMatching(random, operand);
    case 20:
      return `(${operand()}) ~> |${random.pick(["$", "items", "d", "sub", "**"])}|{"new": ${operand()}}${random.pick(["", ', "a"', ', ["a", "id"]'])}|`;
    default:
      return `-${operand()}`;
  }
}

function generateLeaf(random: Random): string {
  switch (random.below(7)) {
    case 0:
      return random.pick(numbers);
    case 1:
      return random.pick(strings);
    case 2:
      return random.pick(["true", "false", "null", "$", "$$", "*", "**", "$missing"]);
    case 3:
      return random.pick(variables);
    case 4:
      return random.pick(moreNames);
    default:
      return random.pick(names);
  }
}

function generatePath(random: Random, depth: number): string {
  const steps: string[] = [];
  const count = 1 + random.below(4);
  for (let index = 0; index < count; index++) steps.push(generateStep(random, depth, index));
  let path = steps.join(".");
  if (random.below(8) === 0) path += `^(${random.pick(["", "<", ">"])}${random.pick(names)})`;
  if (random.below(12) === 0)
    path += `{${random.pick(["name", '"k"', "$string(id)"])}: ${random.pick(names)}}`;
  if (random.below(12) === 0) path += "[]";
  return path;
}

function generateStep(random: Random, depth: number, index: number): string {
  let step: string;
  switch (random.below(index === 0 ? 10 : 14)) {
    case 0:
      step = index === 0 ? random.pick(["$", "$$", "$states", "$x"]) : "$";
      break;
    case 1:
      step = random.pick(["*", "**", "items"]);
      break;
    case 10:
      step = `(${generateExpression(random, depth - 2)})`;
      break;
    case 11:
      step = `[${random.pick(names)}, ${generateExpression(random, depth - 3)}]`;
      break;
    case 12:
      step = `{"k": ${random.pick(names)}, "p": ${random.pick(["%.id", "%.a", "1"])}}`;
      break;
    case 13:
      step = random.pick(["$string()", "%", "%.name", '"a"', "$keys()"]);
      break;
    default:
      step = random.pick(names);
  }
  switch (random.below(9)) {
    case 0:
      return `${step}[${random.pick(numbers)}]`;
    case 1:
      return `${step}[${generateExpression(random, depth - 2)}]`;
    case 2:
      return random.below(3) === 0 ? `${step}#$i` : step;
    case 3:
      return random.below(3) === 0 ? `${step}@$y` : step;
    default:
      return step;
  }
}

function generateMatching(random: Random, operand: () => string): string {
  const regex = random.pick(regexes);
  switch (random.below(4)) {
    case 0:
      return `$match(${operand()}, ${regex})`;
    case 1:
      return `$replace(${operand()}, ${regex}, ${random.pick(['"-"', '"$1$0"', "function($m){$m.match & '!'}"])})`;
    case 2:
      return `$split(${operand()}, ${regex}${random.pick(["", ", 2"])})`;
    default:
      return `$contains(${operand()}, ${regex})`;
  }
}

function list(random: Random, item: () => string): string {
  return Array.from({ length: random.below(4) }, item).join(", ");
}

function pickName(random: Random, from: readonly string[]): string {
  return from[random.below(from.length)] ?? "count";
}

const fragments = (
  "$ $$ ( ) [ ] { } | ~> := @ # % ^( * ** .. ? : / ` ' \" \\ function λ < n - 1e9 \u0000 é 😀 \n , . /(a+)+/ $map $reduce " +
  "$formatNumber $toMillis $fromMillis $match $replace $range $partition $parse $hash $random $formatInteger __proto__ constructor"
).split(" ");

/** An expression with pieces of the language put in where they do not belong; most do not parse any more. */
export function mutateExpression(random: Random, source: string): string {
  let mutated = source;
  for (let count = random.below(4); count >= 0; count--) {
    const at = random.below(mutated.length + 1);
    const fragment = fragments[random.below(fragments.length)] ?? "";
    mutated = mutated.slice(0, at) + fragment + mutated.slice(at + random.below(3));
  }
  return mutated;
}
