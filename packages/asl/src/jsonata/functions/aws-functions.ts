/**
 * Functions that Step Functions adds to JSONata.
 *
 * Source: Step Functions Developer Guide, "Transforming data with JSONata". What happens at the edges (arguments left out, not whole, out of
 * range) and the texts of errors: measured on AWS by floci #2662, #2676 and #2790 (us-east-1, 2026-08).
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

/** `$hash` algorithms by the name that node has for each, in the order in which AWS names them. */
const hashes: ReadonlyMap<string, string> = new Map([
  ["SHA-1", "sha1"],
  ["SHA-384", "sha384"],
  ["SHA-256", "sha256"],
  ["SHA-512", "sha512"],
  ["MD5", "md5"],
]);

export const awsFunctions: Readonly<Record<string, Builtin>> = {
  partition: builtin("<xn?:a>", 2, ({ run }, list: unknown, size: Num) => {
    if (list === undefined) return undefined;
    if (!Array.isArray(list)) throw new JsonataError("T0412", { value: list, index: 1 });
    if (list.length === 0) return undefined;
    const length = size === undefined ? list.length : Math.trunc(size);
    if (length < 0) throw new JsonataError("D3137", { reason: "Second argument must be zero or greater" });
    if (length === 0) return undefined;
    run.allocateItems(list.length);
    const parts: unknown[][] = [];
    for (let start = 0; start < list.length; start += length) parts.push(list.slice(start, start + length));
    return parts;
  }),
  range: builtin("<nnn?:a>", 3, ({ run }, first: Num, last: Num, step: Num) => {
    if (first === undefined || last === undefined || step === undefined) return undefined;
    const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
    if (by === 0 || (to - from) / by < 0) return undefined;
    const size = Math.floor((to - from) / by) + 1;
    if (!(size <= maxRangeSize)) run.refuseMemory();
    run.spend(size);
    return asSequence(Array.from({ length: size }, (_, index) => from + index * by));
  }),
  hash: builtin("<s-s?:s>", 2, (_call, text: Text, algorithm: Text) => {
    if (text === undefined || algorithm === undefined) return undefined;
    const name = hashes.get(algorithm);
    if (name === undefined) {
      const reason = `Hash algorithm '${algorithm}' must be one of ${[...hashes.keys()].join(", ")}`;
      throw new JsonataError("D3137", { reason });
    }
    return createHash(name).update(text, "utf8").digest("hex");
  }),
  random: builtin("<n?:n>", 1, ({ run }, seed: Num) =>
    seed === undefined ? run.environment.random() : randomFrom(Math.trunc(seed)),
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

/** AWS flattens arrays among the items. Measured on AWS by sfnx */
function mergeFlattened(merged: Record<string, unknown>, objects: readonly unknown[], run: Run): void {
  run.spend(objects.length);
  for (const object of objects) {
    if (isRecord(object)) assignFields(merged, object);
    else if (Array.isArray(object)) mergeFlattened(merged, object, run);
    else throw new JsonataError("T0412", { value: objects, index: 1, type: "objects" });
  }
}

/** Items that one `$range` may have. */
const maxRangeSize = 360_145;

/** The first double of java.util.Random for a seed, as on AWS. */
function randomFrom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  const multiplier = 0x5deece66dn;
  const step = (state: bigint): bigint => (state * multiplier + 0xbn) & mask;
  const start = (BigInt(Number.isFinite(seed) ? seed : 0) ^ multiplier) & mask;
  const high = step(start);
  const low = step(high);
  return Number(((high >> 22n) << 27n) + (low >> 21n)) / 2 ** 53;
}
