import type {
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
} from "@aws-sdk/client-s3";

import type { Call } from "../../../engine-context.ts";

/** Bytes of an object that are in memory at a time. */
const pieceBytes = 256 * 1024;

/** Where an object is, with whatever else the ItemReader's arguments say of it. */
export interface ObjectRequest {
  Bucket: string;
  Key: string;
  VersionId?: string;
  ExpectedBucketOwner?: string;
}

/** As services hand bodies to each other: bytes, where the SDK's type has a stream. */
type WithBytes<Model> = Omit<Model, "Body"> & { Body?: Uint8Array };

/** An object's bytes, piece by piece. Rejects with AwsError. */
export async function* readObject(call: Call, object: ObjectRequest): AsyncGenerator<Uint8Array> {
  const size = await objectSize(call, object);
  for (let start = 0; start < size; start += pieceBytes) {
    yield await readRange(call, object, start, Math.min(start + pieceBytes, size));
  }
}

export async function objectSize(call: Call, object: ObjectRequest): Promise<number> {
  const { ContentLength = 0 } = await call<HeadObjectRequest, HeadObjectOutput>("s3", "HeadObject", object);
  return ContentLength;
}

/** The bytes from `start` to before `end`. */
export async function readRange(
  call: Call,
  object: ObjectRequest,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const { Body } = await call<GetObjectRequest, WithBytes<GetObjectOutput>>("s3", "GetObject", {
    ...object,
    Range: `bytes=${start}-${end - 1}`,
  });
  return Body ?? new Uint8Array();
}

/** A small object's text: a manifest. */
export async function readText(call: Call, object: ObjectRequest): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of readObject(call, object)) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}
