import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { SFNClientConfig } from "@aws-sdk/client-sfn";
import { STSClient } from "@aws-sdk/client-sts";

/** The SDK's request handler, or options for the one it makes itself. */
export type RequestHandler = NonNullable<SFNClientConfig["requestHandler"]>;

export interface RetryOptions {
  /** How often a call is made at most, the first time included. Default: 8 on AWS, 3 elsewhere. */
  maxAttempts?: number;
  /** Default: `adaptive` on AWS (it slows down when AWS throttles), `standard` elsewhere. */
  mode?: "standard" | "adaptive";
}

export interface AwsClientOptions {
  /** Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's region; `us-east-1` with an endpoint or handler. */
  region?: string | undefined;
  /** A profile of the shared AWS config files. Default: `AWS_PROFILE`. Of no effect with an endpoint or handler. */
  profile?: string | undefined;
  /** One URL that answers for all services, e.g. `http://127.0.0.1:4566`. Absent: AWS itself. */
  endpoint?: string | undefined;
  /** Answers the calls within this process; nothing goes over the network. */
  requestHandler?: RequestHandler | undefined;
  retry?: RetryOptions | undefined;
  /** Where the default region is looked up. Default: `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * All AWS clients of one target. Each is made when it is first read, so a command that needs two of them pays for two.
 */
export interface AwsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly sts: STSClient;
  /** What answers, in words for a person: `AWS`, `http://127.0.0.1:4566`, `the engine in this process`. */
  readonly target: string;
  /** Whether `target` is AWS itself: image tags are resolved at registries, and credentials have to be the user's. */
  readonly isAws: boolean;
  /** How long after a task's end its last log lines may still be on their way, in milliseconds. */
  readonly logDelayMs: number;
  /** Closes the sockets of the clients that were made. The clients can't be used afterwards. */
  close(): void;
}

/**
 * Makes the clients through which everything here reaches AWS, or whatever speaks its protocols.
 * With an `endpoint` or a `requestHandler` the credentials are throw-away ones and no config file, instance metadata
 * or environment credential is looked at.
 */
export function createAwsClients(options: AwsClientOptions = {}): AwsClients {
  const config = toClientConfig(options);
  const isAws = !answersElsewhere(options);
  const made: { destroy(): void }[] = [];
  const lazily = <Client extends { destroy(): void }>(create: () => Client) => {
    let client: Client | undefined;
    return () => {
      if (client === undefined) {
        client = create();
        made.push(client);
      }
      return client;
    };
  };
  const cloudFormation = lazily(() => new CloudFormationClient(config));
  const ecs = lazily(() => new ECSClient(config));
  const logs = lazily(() => new CloudWatchLogsClient(config));
  const s3 = lazily(() => new S3Client({ ...config, forcePathStyle: !isAws }));
  const stepFunctions = lazily(() => new SFNClient(config));
  const sts = lazily(() => new STSClient(config));
  return {
    get cloudFormation() {
      return cloudFormation();
    },
    get ecs() {
      return ecs();
    },
    get logs() {
      return logs();
    },
    get s3() {
      return s3();
    },
    get stepFunctions() {
      return stepFunctions();
    },
    get sts() {
      return sts();
    },
    target: isAws ? "AWS" : (options.endpoint ?? "the engine in this process"),
    isAws,
    // CloudWatch Logs shows a line some seconds after it was put; one process answers with what it has.
    logDelayMs: isAws ? 3000 : 0,
    close() {
      for (const client of made) client.destroy();
    },
  };
}

function answersElsewhere({ endpoint, requestHandler }: AwsClientOptions): boolean {
  return endpoint !== undefined || requestHandler !== undefined;
}

/** The SDK's own default is to wait for ever for a connection; every wait here has a deadline. */
const networkLimits = { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true };

function toClientConfig(options: AwsClientOptions) {
  const { profile, endpoint, requestHandler = networkLimits, retry, env = process.env } = options;
  const region = options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const common = { requestHandler, customUserAgent: "acme-engine" };
  if (!answersElsewhere(options)) {
    return {
      ...common,
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      retryMode: retry?.mode ?? "adaptive",
      maxAttempts: retry?.maxAttempts ?? 8,
    };
  }
  return {
    ...common,
    region: region ?? "us-east-1",
    endpoint: endpoint ?? "http://127.0.0.1:4566",
    // Given, so that no credential chain probes config files or instance metadata.
    credentials: { accessKeyId: "acme", secretAccessKey: "acme" },
    // StartSyncExecution would go to `sync-127.0.0.1`, which no resolver knows.
    disableHostPrefix: true,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: "standard" as const,
    retryMode: retry?.mode ?? "standard",
    maxAttempts: retry?.maxAttempts ?? 3,
  };
}
