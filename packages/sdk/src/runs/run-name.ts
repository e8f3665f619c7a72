import { AcmeError } from "@acme-engine/cfn";
import type { Pace } from "@acme-engine/cfn";

/** A name that sorts by time and is as good as unique: `20261123-180859-x4k2q9`. */
export function createRunName(pace: Pace): string {
  const time = new Date(pace.now()).toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const random = Math.floor(pace.random() * 36 ** 6)
    .toString(36)
    .padStart(6, "0");
  return `${time}-${random}`;
}

/**
 * Letters, digits, `-` and `_` are what every place takes where a run's name goes: the execution, the task's group, keys in S3.
 * Source: Step Functions API Reference, StartExecution, `name`
 * @throws AcmeError ACME_BAD_NAME
 */
export function checkRunName(name: string): string {
  if (/^[\w-]{1,80}$/.test(name)) return name;
  const problem = name.length > 80 ? `it has ${name.length} characters` : "it has other characters or none";
  throw new AcmeError("ACME_BAD_NAME", `${JSON.stringify(name)} cannot name a run: ${problem}.`, {
    hint: "Use 1 to 80 letters, digits, hyphens and underscores, or leave the name out: each run gets one.",
  });
}
