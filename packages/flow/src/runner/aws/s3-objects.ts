import type { CallAws } from "./call-aws.ts";

/** The text of `s3://bucket/key`. */
export function getObject(call: CallAws, uri: string): Promise<string> {
  return call({ service: "s3", method: "GET", path: toPath(uri), headers: {}, body: "" });
}

export async function putObject(call: CallAws, uri: string, body: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  await call({ service: "s3", method: "PUT", path: toPath(uri), headers, body });
}

/** The bucket stands in the path, as the embedded engine and every region of AWS take it. */
function toPath(uri: string): string {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  if (key === "") throw new TypeError(`${JSON.stringify(uri)} is no object of S3; expected s3://bucket/key`);
  const encode = (part: string) =>
    encodeURIComponent(part).replaceAll(
      /[!'()*]/g,
      (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return `/${bucket}/${key.split("/").map(encode).join("/")}`;
}
