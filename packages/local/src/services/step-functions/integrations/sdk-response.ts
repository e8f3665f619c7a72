import type { Json } from "@acme-engine/asl";

/** What optimized integrations add to a response: the HTTP exchange as AWS's own client saw it. Recorded on AWS: ecs:runTask, states:startExecution. */
export function toSdkMetadata(options: {
  requestId: string;
  at: Date;
  /** The response without this addition. */
  output: Json;
  contentType: string;
}): { [name: string]: Json } {
  const { requestId, at, output, contentType } = options;
  const headers = {
    "Content-Length": String(Buffer.byteLength(JSON.stringify(output))),
    "Content-Type": contentType,
    Date: at.toUTCString(),
    "x-amzn-RequestId": requestId,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
