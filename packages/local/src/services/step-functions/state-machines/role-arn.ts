import { invalidArn } from "../errors.ts";

/** Throws InvalidArn. */
export function checkRoleArn(roleArn: string): void {
  if (!/^arn:aws[\w-]*:iam::[^:]*:role\/.+/.test(roleArn)) throw invalidArn(roleArn);
}
