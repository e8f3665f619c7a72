import type { Clock } from "../../native/clock.ts";
import { AwsFailure } from "./aws-failure.ts";
import { createCredentialProvider, type CredentialSources } from "./credentials.ts";
import { signRequest, type SigningRequest } from "./sign-request.ts";

export interface AwsCallerOptions extends Omit<CredentialSources, "now"> {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface AwsRequest extends Omit<SigningRequest, "url"> {
  readonly service: "states" | "s3";
  /** From the service's root, encoded. */
  readonly path: string;
  /** How often at most. Default 6, which takes up to a minute. */
  readonly attempts?: number;
  /** Gives it up. */
  readonly signal?: AbortSignal;
}

/** Sends a signed request until it has an answer; gives the answer's text. Rejects with `AwsFailure`. */
export type CallAws = (request: AwsRequest) => Promise<string>;

const requestTimeoutMs = 30_000;
const firstPauseMs = 500;
const maxPauseMs = 20_000;

/** Speaks with AWS, or with what AWS_ENDPOINT_URL names, in AWS_REGION. */
export function createAwsCaller(options: AwsCallerOptions): CallAws {
  const { environment, clock, random, fetch } = options;
  const region = environment["AWS_REGION"] || environment["AWS_DEFAULT_REGION"] || "us-east-1";
  const credentials = createCredentialProvider({ ...options, now: () => clock.now() });

  const attempt = async ({ service, path, method, headers, body, signal }: AwsRequest): Promise<string> => {
    const url = new URL(endpointOf(service, region, environment) + path);
    const scope = { service, region, credentials: await credentials(), now: clock.now() };
    const response = await fetch(url, {
      method,
      headers: signRequest({ method, url, headers, body }, scope),
      ...(method === "GET" ? {} : { body }),
      signal: AbortSignal.any([AbortSignal.timeout(requestTimeoutMs), ...(signal ? [signal] : [])]),
    });
    const text = await response.text();
    if (response.ok) return text;
    throw toFailure(response.status, text);
  };

  return async (request) => {
    const { attempts = 6 } = request;
    for (let number = 1; ; number++) {
      try {
        return await attempt(request);
      } catch (error) {
        const failure =
          error instanceof AwsFailure
            ? error
            : new AwsFailure("NoAnswer", `no answer from ${request.service}: ${describeError(error)}`, 0, {
                cause: error,
              });
        if (!failure.isPassing || number >= attempts) throw failure;
        const pauseMs = Math.min(firstPauseMs * 2 ** (number - 1), maxPauseMs);
        await clock.wait(Math.round(pauseMs * (0.5 + random() / 2)));
      }
    }
  };
}

/** Source: SDKs and Tools Reference Guide, "Service-specific endpoints". */
function endpointOf(
  service: AwsRequest["service"],
  region: string,
  environment: CredentialSources["environment"],
): string {
  const own = environment[service === "s3" ? "AWS_ENDPOINT_URL_S3" : "AWS_ENDPOINT_URL_SFN"];
  const given = own || environment["AWS_ENDPOINT_URL"];
  if (given) return given.replace(/\/+$/, "");
  return `https://${service}.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;
}

/** awsJson tells the error in `__type`, S3 in an element `Code`. */
function toFailure(status: number, text: string): AwsFailure {
  const xml = /<Code>([^<]*)<\/Code>(?:[^]*?<Message>([^<]*)<\/Message>)?/.exec(text);
  if (xml) return new AwsFailure(xml[1] ?? "", `${xml[1]}: ${xml[2] ?? ""}`, status);
  try {
    const { __type = "", message = "" } = JSON.parse(text) as { __type?: string; message?: string };
    const code = __type.slice(__type.indexOf("#") + 1);
    return new AwsFailure(code, `${code}: ${message}`, status);
  } catch {
    return new AwsFailure("Unknown", `HTTP ${status}: ${text.slice(0, 200)}`, status);
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch hides the reason (ECONNREFUSED …) one level down.
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
