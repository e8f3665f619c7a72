/**
 * JSONata here beside the npm package `jsonata`, on five expressions that state machines are made of: how long it takes to parse each, to
 * evaluate it, and to do both once (here an expression is compiled when it is first evaluated), medians over rounds, and how many times faster.
 *
 * node --conditions=source packages/asl/bench/jsonata.ts [--json]
 */
import { parseArgs } from "node:util";
import jsonata from "jsonata";
import { compileExpression } from "../src/jsonata/compile-expression.ts";

const { values: options } = parseArgs({ options: { json: { type: "boolean", default: false } } });

const input = {
  order: { id: "o-1", total: 120, currency: "EUR", customer: { name: "Ada", tier: "gold" } },
  retries: 2,
  status: "OPEN",
  overrides: { total: 99 },
  items: Array.from({ length: 100 }, (_, index) => ({
    id: `i-${index}`,
    price: index * 3,
    quantity: index % 5,
  })),
};
const bindings = { states: { input }, limit: 100 };

const expressions: Readonly<Record<string, string>> = {
  path: "$states.input.order.id",
  condition:
    "$states.input.order.total > $limit and $states.input.status = 'OPEN' and $states.input.retries < 3",
  concat: "'order ' & $states.input.order.id & ': ' & $states.input.order.total",
  merge:
    "$exists($states.input.overrides) ? $merge([$states.input.order, $states.input.overrides]) : $states.input.order",
  "filter+map":
    "$map($filter($states.input.items, function($i){ $i.price > 60 }), function($i){ {'id': $i.id, 'cost': $i.price * $i.quantity} })",
};

const environment = { now: () => Date.now(), random: () => Math.random(), createId: () => "" };

const rounds = 15;
const roundMs = 20;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Microseconds of one call in one round. */
async function measureRound(work: () => unknown): Promise<number> {
  let calls = 0;
  let elapsed = 0;
  const start = performance.now();
  for (; elapsed < roundMs; elapsed = performance.now() - start) {
    for (let count = 0; count < 20; count++, calls++) {
      const result = work();
      if (result instanceof Promise) await result;
    }
  }
  return (elapsed * 1000) / calls;
}

interface Comparison {
  npmUs: number;
  acmeUs: number;
  ratio: number;
}

/** Medians of rounds that take turns, so that what else the machine does falls on both. */
async function compare(theirs: () => unknown, ours: () => unknown): Promise<Comparison> {
  const npm: number[] = [];
  const acme: number[] = [];
  for (let round = 0; round < rounds; round++) {
    npm.push(await measureRound(theirs));
    acme.push(await measureRound(ours));
  }
  const ratios = npm.map((us, round) => us / (acme[round] ?? Number.NaN));
  return { npmUs: median(npm), acmeUs: median(acme), ratio: median(ratios) };
}

const rows = [];
for (const [name, source] of Object.entries(expressions)) {
  const theirs = jsonata(source);
  const ours = compileExpression(source);
  const expected = JSON.stringify(await theirs.evaluate({}, bindings));
  const actual = JSON.stringify(ours.evaluate({}, bindings, environment));
  if (actual !== expected) throw new Error(`${name}: expected ${expected}, got ${actual}`);
  rows.push({
    name,
    parse: await compare(
      () => jsonata(source),
      () => compileExpression(source),
    ),
    evaluate: await compare(
      () => theirs.evaluate({}, bindings),
      () => ours.evaluate({}, bindings, environment),
    ),
    once: await compare(
      () => jsonata(source).evaluate({}, bindings),
      () => compileExpression(source).evaluate({}, bindings, environment),
    ),
  });
}

if (options.json) {
  console.log(JSON.stringify({ node: process.version, rounds, rows }, undefined, 2));
} else {
  const cells = (texts: readonly string[]): string =>
    texts.map((text, index) => (index === 0 ? text.padEnd(12) : text.padStart(10))).join("");
  const kinds = ["parse", "evaluate", "once"];
  console.log(cells(["µs", ...kinds.flatMap((kind) => [kind, "acme", "ratio"])]));
  for (const { name, parse, evaluate, once } of rows) {
    const figures = [parse, evaluate, once].flatMap(({ npmUs, acmeUs, ratio }) => [npmUs, acmeUs, ratio]);
    console.log(cells([name, ...figures.map((figure) => figure.toFixed(figure < 10 ? 2 : 1))]));
  }
}
