import type { GetObjectCommandInput, GetObjectCommandOutput } from "@aws-sdk/client-s3";

import { AwsError } from "../../../protocol/aws-error.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import { constraintError, validationError } from "../errors.ts";

export interface TemplateSource {
  TemplateBody?: string | undefined;
  TemplateURL?: string | undefined;
  UsePreviousTemplate?: boolean | undefined;
}

/** Source: CloudFormation User Guide, "CloudFormation quotas". */
const maxBodyBytes = 51_200;
const maxObjectBytes = 1_048_576;

/** The template's text. A URL names an object of the engine's S3. Throws ValidationError. */
export async function readTemplateSource(
  cf: CloudFormation,
  { TemplateBody, TemplateURL, UsePreviousTemplate }: TemplateSource,
  previous?: string,
): Promise<string> {
  if (UsePreviousTemplate) {
    if (TemplateBody !== undefined || TemplateURL !== undefined) {
      throw validationError("You cannot specify both usePreviousTemplate and Template Body/Template URL.");
    }
    if (previous === undefined) {
      throw validationError("Cannot use previous template: the stack has no template yet.");
    }
    return previous;
  }
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError("Only one of Template Body/Template URL may be specified.");
  }
  if (TemplateBody === "") {
    throw constraintError("", "templateBody", "Member must have length greater than or equal to 1");
  }
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) > maxBodyBytes) {
      throw constraintError(
        TemplateBody,
        "templateBody",
        `Member must have length less than or equal to ${maxBodyBytes}`,
      );
    }
    return TemplateBody;
  }
  if (TemplateURL !== undefined) return readObject(cf, TemplateURL);
  throw validationError("Either Template URL or Template Body must be specified.");
}

async function readObject(cf: CloudFormation, templateUrl: string): Promise<string> {
  const { bucket, key } = parseObjectUrl(templateUrl);
  try {
    const { Body } = await cf.context.call<
      GetObjectCommandInput,
      { Body?: GetObjectCommandOutput["Body"] | Uint8Array }
    >("s3", "GetObject", { Bucket: bucket, Key: key });
    const bytes =
      Body instanceof Uint8Array ? Body : ((await Body?.transformToByteArray()) ?? new Uint8Array());
    if (bytes.byteLength > maxObjectBytes) {
      throw validationError(`Template may not exceed ${maxObjectBytes} bytes in size.`);
    }
    return Buffer.from(bytes).toString();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === "ValidationError") throw error;
    throw validationError(`S3 error: ${error.message}`);
  }
}

/** Path style and virtual-host style, of AWS's hosts and of this machine's. */
function parseObjectUrl(templateUrl: string): { bucket: string; key: string } {
  const url = URL.parse(templateUrl);
  const path = decodeURIComponent(url?.pathname ?? "").replace(/^\//, "");
  const virtual = /^(.+)\.s3[.-][\w.-]+$/.exec(url?.hostname ?? "")?.[1];
  const [bucket = "", ...rest] = virtual === undefined ? path.split("/") : [virtual, path];
  const key = rest.join("/");
  if (!url || !/^https?:$/.test(url.protocol) || bucket === "" || key === "") {
    throw validationError("TemplateURL must be a supported URL.");
  }
  return { bucket, key };
}
