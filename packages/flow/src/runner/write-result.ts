import { messageOf } from "../errors/error-name.ts";
import type { Json } from "../json/json.ts";
import type { CallAws } from "./aws/call-aws.ts";
import { putObject } from "./aws/s3-objects.ts";
import { ResultNotStored } from "./runner-error.ts";
import type { Settings } from "./settings.ts";
import type { StoredValue } from "./stored-value.ts";

/** Source: Step Functions Developer Guide, "Service quotas": output of a task, UTF-8. */
const maxOutputBytes = 262_144;

export interface ResultPlace extends Pick<Settings, "kind" | "name" | "taskToken" | "resultS3Uri"> {
  readonly createId: () => string;
}

/** The output to report: the result, or a reference to it where it had to go to S3. Throws `ResultNotStored`. */
export async function writeResult(
  result: Json,
  { kind, name, taskToken, resultS3Uri, createId }: ResultPlace,
  call: CallAws,
): Promise<string> {
  const text = JSON.stringify(result);
  const bytes = Buffer.byteLength(text);
  const fits = bytes <= maxOutputBytes;
  if (fits && (taskToken !== undefined || resultS3Uri === undefined)) return text;
  if (resultS3Uri === undefined) {
    if (taskToken === undefined) return text;
    throw new ResultNotStored(
      `the result of ${kind} "${name}" has ${bytes} bytes; Step Functions takes ${maxOutputBytes}, and ACME_RESULT_S3_URI does not say where else it could go`,
    );
  }
  // Tries and iterations of one task share the folder.
  const uri = resultS3Uri.endsWith("/") ? `${resultS3Uri}${name}-${createId()}.json` : resultS3Uri;
  try {
    await putObject(call, uri, text);
  } catch (cause) {
    throw new ResultNotStored(
      `the result of ${kind} "${name}" cannot be put to ${uri}: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
  const reference: StoredValue = { acmeS3Uri: uri, bytes };
  return JSON.stringify(reference);
}
