/**
 * The variables through which the AWS SDKs in a job reach the engine. The credentials open nothing: the engine takes any.
 * Without an endpoint (an engine in process only) a call goes to AWS and is refused there.
 */
export function jobEnvironment(options: {
  endpoint: string | undefined;
  region: string;
}): Record<string, string> {
  return {
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_ACCESS_KEY_ID: "acme-local",
    AWS_SECRET_ACCESS_KEY: "acme-local",
    // SDKs would wait for an instance's metadata service that is not there.
    AWS_EC2_METADATA_DISABLED: "true",
    ...(options.endpoint !== undefined && { AWS_ENDPOINT_URL: options.endpoint }),
  };
}
