/**
 * The body inside `content-encoding: aws-chunked`: chunks of `<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n`, ended by a chunk of
 * size 0 and trailers. Signatures and checksums are not verified. Source: S3 API Reference, "Signature calculations: transferring payload in multiple chunks".
 */
export function decodeAwsChunked(body: Uint8Array): Uint8Array {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < buffer.length) {
    const lineEnd = buffer.indexOf("\r\n", at);
    if (lineEnd < 0) break;
    const size = Number.parseInt(buffer.toString("latin1", at, lineEnd), 16);
    if (!(size > 0)) break;
    chunks.push(buffer.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}

export function isAwsChunked(headers: Readonly<Record<string, string>>): boolean {
  return (
    (headers["content-encoding"] ?? "").includes("aws-chunked") ||
    (headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-")
  );
}
