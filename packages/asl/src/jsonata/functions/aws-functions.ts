/**
 * Functions that Step Functions adds to JSONata.
 * Source: Step Functions Developer Guide, "Transforming data with JSONata", functions provided by Step Functions.
 *
 * Known gap: the numbers that `$random` draws from a seed are those of Java's generator, a guess; AWS only says that they repeat.
 */
import { createHash } from "node:crypto";
import { JsonataError } from "../jsonata-error.ts";
import { asSequence } from "../sequence.ts";
import type { Run } from "../run.ts";
import { assignFields, isRecord } from "../values.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";
import { parseLenientJson } from "./parse-lenient-json.ts";

type Num = number | undefined;
type Text = string | undefined;

/** `$hash` algorithms by the name that node has for each. */
const hashes: ReadonlyMap<string, string> = new Map([
  ["MD5", "md5"],
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

export const awsFunctions: Readonly<Record<string, Builtin>> = {
  partition: builtin("<an:a>", 2, ({ run }, list: unknown[] | undefined, size: Num) => {
    if (list === undefined || size === undefined || list.length === 0) return undefined;
    const length = Math.floor(size);
    if (length < 1)
      throw new JsonataError("D3200", { index: 2, value: size, reason: "must be a positive integer" });
    run.allocate(list.length);
    // A list even of one part. Recorded on AWS: TestArrayJSONata::test_array_partition.
    const parts: unknown[] = [];
    for (let start = 0; start < list.length; start += length) parts.push(list.slice(start, start + length));
    return parts;
  }),
  range: builtin("<nnn:a>", 3, ({ run }, first: Num, last: Num, step: Num) => {
    if (first === undefined || last === undefined || step === undefined) return undefined;
    if (step === 0) throw new JsonataError("D3200", { index: 3, value: step, reason: "must not be zero" });
    const size = Math.max(0, Math.floor((last - first) / step) + 1);
    if (size > maxRangeSize) throw new JsonataError("D2014", { value: size });
    run.allocate(size);
    return asSequence(Array.from({ length: size }, (_, index) => first + index * step));
  }),
  hash: builtin("<s-s:s>", 2, (_call, text: Text, algorithm: Text) => {
    if (text === undefined || algorithm === undefined) return undefined;
    const name = hashes.get(algorithm);
    if (name === undefined) {
      const reason = `must be one of ${[...hashes.keys()].join(", ")}`;
      throw new JsonataError("D3200", { index: 2, value: algorithm, reason });
    }
    return createHash(name).update(text, "utf8").digest("hex");
  }),
  random: builtin("<n?:n>", 1, ({ run }, seed: Num) =>
    seed === undefined ? run.environment.random() : randomFrom(seed),
  ),
  uuid: builtin("<:s>", 0, ({ run }) => run.environment.createId()),
  parse: builtin("<s-:x>", 1, ({ run }, text: Text) => {
    if (text === undefined) return undefined;
    run.spend(text.length);
    return parseLenientJson(text);
  }),
  merge: builtin("<a:o>", 1, ({ run }, objects: unknown[] | undefined) => {
    if (objects === undefined) return undefined;
    const merged: Record<string, unknown> = {};
    mergeFlattened(merged, objects, run);
    return merged;
  }),
};

/** AWS flattens arrays among the items. Measured on AWS: compiler.md 3.6 */
function mergeFlattened(merged: Record<string, unknown>, objects: readonly unknown[], run: Run): void {
  run.spend(objects.length);
  for (const object of objects) {
    if (isRecord(object)) assignFields(merged, object);
    else if (Array.isArray(object)) mergeFlattened(merged, object, run);
    else throw new JsonataError("T0412", { value: objects, index: 1, type: "objects" });
  }
}

/** Items that one range may have. */
const maxRangeSize = 1e7;

/** The first double of java.util.Random for a seed. */
function randomFrom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  const multiplier = 0x5deece66dn;
  const step = (state: bigint): bigint => (state * multiplier + 0xbn) & mask;
  const start = (BigInt(Math.trunc(Number.isFinite(seed) ? seed : 0)) ^ multiplier) & mask;
  const high = step(start);
  const low = step(high);
  return Number(((high >> 22n) << 27n) + (low >> 21n)) / 2 ** 53;
}
