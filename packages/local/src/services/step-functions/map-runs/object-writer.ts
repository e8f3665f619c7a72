import type {
  CompleteMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  PutObjectRequest,
  UploadPartOutput,
  UploadPartRequest,
} from "@aws-sdk/client-s3";

import type { Call } from "../../../engine-context.ts";

/** S3 takes no smaller part but the last. Source: S3 User Guide, Multipart upload limits: 5 MiB. */
const partBytes = 8 * 1024 * 1024;

type WithBytes<Model> = Omit<Model, "Body"> & { Body: Uint8Array };

/** Writes one object piece by piece: put whole while it is small, in parts beyond. Rejects with AwsError. */
export interface ObjectWriter {
  write(text: string): Promise<void>;
  /** Gives the object's size in bytes. */
  end(): Promise<number>;
}

export function createObjectWriter(call: Call, place: { Bucket: string; Key: string }): ObjectWriter {
  let texts: string[] = [];
  let characters = 0;
  let size = 0;
  let uploadId: string | undefined;
  const parts: { PartNumber: number; ETag: string | undefined }[] = [];

  function take(): Uint8Array {
    const bytes = Buffer.from(texts.join(""));
    texts = [];
    characters = 0;
    size += bytes.byteLength;
    return bytes;
  }

  async function writePart(): Promise<void> {
    if (uploadId === undefined) {
      const started = await call<CreateMultipartUploadRequest, CreateMultipartUploadOutput>(
        "s3",
        "CreateMultipartUpload",
        place,
      );
      uploadId = started.UploadId ?? "";
    }
    const PartNumber = parts.length + 1;
    const part = { ...place, UploadId: uploadId, PartNumber, Body: take() };
    const { ETag } = await call<WithBytes<UploadPartRequest>, UploadPartOutput>("s3", "UploadPart", part);
    parts.push({ PartNumber, ETag });
  }

  return {
    async write(text) {
      texts.push(text);
      characters += text.length;
      if (characters >= partBytes) await writePart();
    },
    async end() {
      if (uploadId === undefined) {
        await call<WithBytes<PutObjectRequest>, object>("s3", "PutObject", { ...place, Body: take() });
        return size;
      }
      if (characters > 0) await writePart();
      await call<CompleteMultipartUploadRequest, object>("s3", "CompleteMultipartUpload", {
        ...place,
        UploadId: uploadId,
        MultipartUpload: { Parts: parts },
      });
      return size;
    },
  };
}
