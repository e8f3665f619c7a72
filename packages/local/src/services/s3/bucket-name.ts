import { invalidBucketName } from "./errors.ts";

/** Throws InvalidBucketName. Source: S3 User Guide, "General purpose bucket naming rules". */
export function checkBucketName(name: string): void {
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  const looksLikeAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved =
    /^(xn--|sthree-|amzn-s3-demo-)/.test(name) || /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!wellFormed || looksLikeAddress || reserved || name.includes("..")) throw invalidBucketName(name);
}
