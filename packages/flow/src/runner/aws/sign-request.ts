/** AWS Signature Version 4. Source: IAM User Guide, "Create a signed AWS API request". */
import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface SigningRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** Its path is encoded already, as S3 wants it. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningScope {
  /** What the signature is for: `states`, `s3`. */
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The headers to send: those given, the date, the session token, the signature. `host` is among the signed ones, and fetch sends it by itself. */
export function signRequest(
  { method, url, headers, body }: SigningRequest,
  { service, region, credentials, now }: SigningScope,
): Record<string, string> {
  // 2026-01-31T06:00:00.000Z → 20260131T060000Z
  const moment = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const bodyHash = sha256(body);
  const sent: Record<string, string> = {
    ...headers,
    "x-amz-date": moment,
    // Source: Amazon S3 API Reference, "Signature Calculations": S3 needs it, the others don't sign it.
    ...(service === "s3" && { "x-amz-content-sha256": bodyHash }),
    ...(credentials.sessionToken !== undefined && { "x-amz-security-token": credentials.sessionToken }),
  };
  const signed = Object.entries({ ...sent, host: url.host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    method,
    url.pathname,
    url.searchParams.toString(),
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    "",
    names,
    bodyHash,
  ].join("\n");
  const scope = [moment.slice(0, 8), region, service, "aws4_request"];
  const toSign = ["AWS4-HMAC-SHA256", moment, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString("hex");
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
