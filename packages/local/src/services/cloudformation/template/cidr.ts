import { templateError } from "../errors.ts";

/**
 * `count` blocks of `bits` host bits out of `block`, in order: what `Fn::Cidr` gives for IPv4.
 * @example divideCidr("10.0.0.0/16", 2, 8) // ["10.0.0.0/24", "10.0.1.0/24"]
 */
export function divideCidr(block: string, count: number, bits: number): string[] {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const prefix = Number(match?.[5]);
  if (!match || prefix > 32 || octets.some((octet) => octet > 255)) {
    throw templateError(`Fn::Cidr: ${block} is not a valid IPv4 block`);
  }
  const hostBits = 32 - prefix;
  if (
    !Number.isInteger(count) ||
    count < 1 ||
    count > 256 ||
    !Number.isInteger(bits) ||
    bits < 1 ||
    bits > hostBits
  ) {
    throw templateError("Every Fn::Cidr object requires an ipBlock, a count from 1 to 256 and its host bits");
  }
  if (count > 2 ** (hostBits - bits)) {
    throw templateError(`Fn::Cidr: ${block} does not hold ${count} blocks of ${bits} bits`);
  }
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const start = address - (address % 2 ** hostBits);
  return Array.from({ length: count }, (_, index) => {
    const first = start + index * 2 ** bits;
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
    return `${parts.join(".")}/${32 - bits}`;
  });
}
