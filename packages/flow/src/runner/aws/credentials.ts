/** Where a task's credentials come from. Source: ECS Developer Guide, "Task IAM role"; SDKs Reference Guide, "Container credential provider". */
import { AwsFailure } from "./aws-failure.ts";
import type { Credentials } from "./sign-request.ts";

export interface CredentialSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  readonly readFile: (path: string) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Renewed that long before they end. */
const renewBeforeMs = 5 * 60_000;
const fetchTimeoutMs = 10_000;

/** Gives credentials that are valid now: those of the environment, else those of the task's role. */
export function createCredentialProvider(sources: CredentialSources): () => Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = sources.environment;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    const fixed = {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN || undefined,
    };
    return async () => fixed;
  }
  let last: { credentials: Credentials; endsAt: number } | undefined;
  return async () => {
    if (last && sources.now() < last.endsAt - renewBeforeMs) return last.credentials;
    last = await fetchCredentials(sources);
    return last.credentials;
  };
}

async function fetchCredentials({ environment, fetch, readFile }: CredentialSources) {
  const relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
  const url = relative
    ? `http://169.254.170.2${relative}`
    : environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  if (!url) {
    throw new AwsFailure(
      "NoCredentials",
      "there are no AWS credentials: neither AWS_ACCESS_KEY_ID nor a task role",
    );
  }
  const file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];
  const token = file ? (await readFile(file)).trim() : environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"];
  const response = await fetch(url, {
    headers: token ? { authorization: token } : {},
    signal: AbortSignal.timeout(fetchTimeoutMs),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new AwsFailure(
      "NoCredentials",
      `${url} answered ${response.status}: ${text.slice(0, 200)}`,
      response.status,
    );
  }
  const found = JSON.parse(text) as Partial<
    Record<"AccessKeyId" | "SecretAccessKey" | "Token" | "Expiration", string>
  >;
  if (!found.AccessKeyId || !found.SecretAccessKey) {
    throw new AwsFailure("NoCredentials", `${url} answered without AccessKeyId and SecretAccessKey`);
  }
  return {
    credentials: {
      accessKeyId: found.AccessKeyId,
      secretAccessKey: found.SecretAccessKey,
      sessionToken: found.Token || undefined,
    },
    endsAt: found.Expiration ? Date.parse(found.Expiration) : Infinity,
  };
}
