/**
 * Checksums that clients send and ask back. CRC32, CRC32C, SHA1 and SHA256 are checked against the bytes; the others
 * (CRC64NVME, SHA512, MD5, XXHASH…) are stored and given back as they came.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import { badDigest, invalidDigest } from "./errors.ts";

const algorithms = [
  "CRC32",
  "CRC32C",
  "CRC64NVME",
  "SHA1",
  "SHA256",
  "SHA512",
  "MD5",
  "XXHASH64",
  "XXHASH3",
  "XXHASH128",
] as const;
export type Algorithm = (typeof algorithms)[number];

/** One object has at most one checksum. `value`: base64, with `-<parts>` at the end when composite. */
export interface Checksum {
  algorithm: Algorithm;
  value: string;
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** The `Checksum…` members of requests and responses, e.g. `{ ChecksumCRC32: "KUmHvQ==" }`. */
export type ChecksumMembers = { [A in Algorithm as `Checksum${A}`]?: string | undefined };

interface ChecksumRequest extends ChecksumMembers {
  ChecksumAlgorithm?: string | undefined;
  ContentMD5?: string | undefined;
}

/** The checksum to keep with the bytes. Throws BadDigest when what the client sent does not match. */
export function verifyChecksum(bytes: Uint8Array, request: ChecksumRequest): Checksum | undefined {
  if (request.ContentMD5 !== undefined) {
    const sent = Buffer.from(request.ContentMD5, "base64");
    if (sent.length !== 16) throw invalidDigest();
    if (!sent.equals(createHash("md5").update(bytes).digest())) throw badDigest("MD5");
  }
  for (const algorithm of algorithms) {
    const sent = request[`Checksum${algorithm}`];
    if (sent === undefined) continue;
    const computed = digest(algorithm, bytes)?.toString("base64");
    if (computed !== undefined && computed !== sent) throw badDigest(algorithm);
    return { algorithm, value: sent, type: "FULL_OBJECT" };
  }
  const asked = algorithms.find((algorithm) => algorithm === request.ChecksumAlgorithm);
  const value = asked && digest(asked, bytes)?.toString("base64");
  return asked && value !== undefined ? { algorithm: asked, value, type: "FULL_OBJECT" } : undefined;
}

/** The checksum of checksums that a multipart object has. Source: S3 User Guide, "Checking object integrity", composite checksums. */
export function composeChecksum(parts: readonly (Checksum | undefined)[]): Checksum | undefined {
  const algorithm = parts[0]?.algorithm;
  if (algorithm === undefined || parts.some((part) => part?.algorithm !== algorithm)) return undefined;
  const values = parts.map((part) => Buffer.from(part?.value ?? "", "base64"));
  const value = digest(algorithm, Buffer.concat(values))?.toString("base64");
  return value === undefined
    ? undefined
    : { algorithm, value: `${value}-${parts.length}`, type: "COMPOSITE" };
}

/** The members that a response carries for `checksum`. */
export function toChecksumMembers(checksum: Checksum | undefined): ChecksumMembers & {
  ChecksumType?: Checksum["type"];
} {
  if (!checksum) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

function digest(algorithm: Algorithm, bytes: Uint8Array): Buffer | undefined {
  switch (algorithm) {
    case "CRC32":
      return toBigEndian(crc32(bytes));
    case "CRC32C":
      return toBigEndian(crc32c(bytes));
    case "SHA1":
      return createHash("sha1").update(bytes).digest();
    case "SHA256":
      return createHash("sha256").update(bytes).digest();
    case "CRC64NVME":
    case "SHA512":
    case "MD5":
    case "XXHASH64":
    case "XXHASH3":
    case "XXHASH128":
      return undefined;
  }
}

function toBigEndian(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

/** CRC-32C (Castagnoli). Source: RFC 3720, section 12.1, polynomial 0x1EDC6F41, here bit-reversed. */
function crc32c(bytes: Uint8Array): number {
  const table = new Uint32Array(256).map((_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
