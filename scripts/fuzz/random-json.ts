import type { Json } from "@acme-engine/asl";
import type { Random } from "./random.ts";

/** Names that ask for trouble, and some that do not. */
const names: [string, ...string[]] = [
  "a",
  "b",
  "Next",
  "__proto__",
  "constructor",
  "toString",
  "",
  "x.$",
  "é",
  "a b",
];

const texts: [string, ...string[]] = [
  "",
  "text",
  "$",
  "$.a",
  "$$.Execution.Id",
  "$.a[*].b",
  "States.Format('{}', $.a)",
  "{% $states.input.a %}",
  "{% 1 + %}",
  "\u0000",
  "\ud800",
  "2025-01-01T00:00:00Z",
];

/** Any JSON value, at most so many levels deep. */
export function randomJson(random: Random, depth = 4): Json {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick([0, 1, -1, 1.5, 1e308, -1e-7, 2 ** 53]);
    case 3:
    case 4:
      return random.pick(texts);
    case 5:
      return Array.from({ length: random.below(4) }, () => randomJson(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [random.pick(names), randomJson(random, depth - 1)]),
      );
  }
}

/** The value with something in it changed, left out or moved; `rate` is the chance of each part to be hit. */
export function mutate(value: Json, random: Random, rate: number): Json {
  if (random.chance(rate)) return randomJson(random, 2);
  if (Array.isArray(value)) {
    const items = value.filter(() => !random.chance(rate)).map((item) => mutate(item, random, rate));
    return random.chance(rate) ? [...items, randomJson(random, 2)] : items;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      if (random.chance(rate)) return [];
      return [[random.chance(rate) ? random.pick(names) : key, mutate(item, random, rate)]];
    });
    if (random.chance(rate)) entries.push([random.pick(names), randomJson(random, 2)]);
    return Object.fromEntries(entries);
  }
  return typeof value === "string" && random.chance(rate) ? mutateText(value, random) : value;
}

/** The text with a few characters changed, doubled or gone. */
export function mutateText(text: string, random: Random): string {
  const alphabet = [..."$@.[]()'\"?*:,{}%\\&|!=<>~ 0a/+-"];
  const characters = [...text];
  for (let change = random.below(4); change >= 0; change -= 1) {
    const at = random.below(characters.length + 1);
    const put = alphabet[random.below(alphabet.length)] ?? "";
    characters.splice(at, random.below(2), put.repeat(1 + random.below(3)));
  }
  return characters.join("");
}
