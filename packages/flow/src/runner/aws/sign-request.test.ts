import { createHash, createHmac } from "node:crypto";

import { SignatureV4 } from "@smithy/signature-v4";
import { expect, test } from "vitest";

import { signRequest } from "./sign-request.ts";

// Source: IAM User Guide, the example credentials and date of its signing examples.
const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: undefined,
};
const now = Date.UTC(2015, 7, 30, 12, 36, 0);

test("signs as AWS's own example", () => {
  const request = {
    method: "GET",
    url: new URL("https://example.amazonaws.com/"),
    headers: {},
    body: "",
  } as const;
  expect(signRequest(request, { service: "service", region: "us-east-1", credentials, now })).toEqual({
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  });
});

/** The hash that the SDK's signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView) {
    this.#hash.update(toBytes(data));
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array | string {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

test.each([
  ["s3", "GET", "/bucket/a/%C3%A9%20b.json", "", {}],
  ["s3", "PUT", "/bucket/key", '{"a":"é"}', { "content-type": "application/json" }],
  [
    "states",
    "POST",
    "/",
    '{"taskToken":"x"}',
    { "content-type": "application/x-amz-json-1.0", "x-amz-target": "A.B" },
  ],
] as const)("signs as the AWS SDK: %s %s %s", async (service, method, path, body, headers) => {
  const withToken = { ...credentials, sessionToken: "session+token/==" };
  const url = new URL(`https://${service}.eu-west-1.amazonaws.com${path}`);
  const ours = signRequest(
    { method, url, headers, body },
    { service, region: "eu-west-1", credentials: withToken, now },
  );
  const signer = new SignatureV4({
    service,
    region: "eu-west-1",
    credentials: withToken,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: service === "s3",
  });
  const theirs = await signer.sign(
    {
      method,
      protocol: "https:",
      hostname: url.hostname,
      path,
      query: {},
      headers: { host: url.host, ...headers },
      body,
    },
    { signingDate: new Date(now) },
  );
  expect(ours["authorization"]).toBe(theirs.headers["authorization"]);
});
