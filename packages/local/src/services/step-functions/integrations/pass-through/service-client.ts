import { AwsError } from "../../../../protocol/aws-error.ts";
import type { Shape } from "../../../../protocol/codec/shape.ts";
import { TaskFailure } from "../integration.ts";
import { createSdkModel } from "../sdk-model.ts";
import { listClientPackages, loadClientPackage, nameClientPackage } from "./find-client-package.ts";

/** Where calls go that the engine does not answer itself: `aws`, or the URL of another emulator. */
export interface PassThroughTarget {
  /** Undefined is AWS, with the credentials that the AWS SDK finds. */
  endpoint: string | undefined;
  region: string;
  /** Whose `@aws-sdk/client-*` packages are used. */
  projectDirectory: string;
  environment: Readonly<Record<string, string | undefined>>;
}

/** An answer, and the exchange that brought it. */
export interface ServiceAnswer {
  output: object;
  requestId: string | undefined;
  statusCode: number;
  headers: Readonly<Record<string, string>>;
}

export interface ServiceClient {
  /** As AWS SDK for Java 2 spells the service. */
  readonly javaName: string;
  findOperation(action: string): { name: string; input: Shape; output: Shape } | undefined;
  isModelledError(code: string): boolean;
  /** Rejects with `AwsError`, or `TaskFailure` when no answer came. */
  call(operation: string, input: object): Promise<ServiceAnswer>;
  close(): void;
}

/** What of a client of the SDK is used here; the packages are the user's, so they are not known to the compiler. */
interface SdkClient {
  config: { serviceId?: string };
  send(command: object): Promise<{ $metadata?: { requestId?: string; httpStatusCode?: number } }>;
  destroy(): void;
  middlewareStack: { add(middleware: Middleware, options: { step: "deserialize"; priority: "low" }): void };
}
type Middleware = (next: Handler) => Handler;
type Handler = (args: object) => Promise<{ response?: unknown }>;
type Constructor<Instance> = new (options: object) => Instance;

/** Throws `TaskFailure` Acme.MissingClient that says what to install. */
export async function openServiceClient(service: string, target: PassThroughTarget): Promise<ServiceClient> {
  const { projectDirectory } = target;
  const packageName = nameClientPackage(service, listClientPackages(projectDirectory));
  const exports = await loadClientPackage(packageName, projectDirectory);
  if (!exports) {
    throw new TaskFailure(
      "Acme.MissingClient",
      `To pass calls to ${service} through, the engine needs the AWS SDK's client for it in ${projectDirectory}: npm install --save-dev ${packageName}`,
    );
  }
  const name = Object.keys(exports).find((key) => /^[A-Z]\w*Client$/.test(key));
  const Client = name === undefined ? undefined : exports[name];
  const model = createSdkModel(exports);
  const hasSchemas = Object.entries(exports).some(
    ([key, value]) => key.endsWith("$") && Array.isArray(value),
  );
  if (typeof Client !== "function" || !hasSchemas) {
    throw new TaskFailure(
      "Acme.MissingClient",
      `${packageName} in ${projectDirectory} is too old to be used for calls that are passed through: npm install --save-dev ${packageName}@latest`,
    );
  }
  // The SDK's packages have one class of this name, made as all of them are.
  const client = new (Client as Constructor<SdkClient>)(clientOptions(target));

  return {
    javaName: toJavaName(client.config.serviceId ?? service),
    findOperation: (action) => model.findOperation(action),
    isModelledError: (code) => model.isModelledError(code),
    async call(operation, input) {
      const Command = exports[`${operation}Command`];
      if (typeof Command !== "function") throw new TypeError(`${packageName} has no ${operation}Command`);
      let headers: Record<string, string> = {};
      // As with the client: every operation of the model has a command, made from its input.
      const command = new (Command as Constructor<Pick<SdkClient, "middlewareStack">>)(input);
      command.middlewareStack.add(
        (next) => async (args) => {
          const result = await next(args);
          headers = readHeaders(result.response);
          return result;
        },
        { step: "deserialize", priority: "low" },
      );
      try {
        const { $metadata = {}, ...output } = await client.send(command);
        const { requestId, httpStatusCode: statusCode = 200 } = $metadata;
        return { output, requestId, statusCode, headers };
      } catch (error) {
        throw toServiceError(error, packageName, target);
      }
    },
    close: () => client.destroy(),
  };
}

function clientOptions({ endpoint, region, environment }: PassThroughTarget): object {
  // Whether a failed call is made again is for the state machine to say.
  const options = { region, maxAttempts: 1 };
  if (endpoint === undefined) return options;
  const { AWS_ACCESS_KEY_ID: accessKeyId = "test", AWS_SECRET_ACCESS_KEY: secretAccessKey = "test" } =
    environment;
  return {
    ...options,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
    // Emulators know buckets by path and queues by their own address.
    forcePathStyle: true,
    useQueueUrlAsEndpoint: false,
    disableHostPrefix: true,
  };
}

function readHeaders(response: unknown): Record<string, string> {
  if (typeof response !== "object" || response === null || !("headers" in response)) return {};
  const { headers } = response;
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** A service's own error has a status; anything else means that there was no answer. */
function toServiceError(error: unknown, packageName: string, { endpoint }: PassThroughTarget): unknown {
  if (!(error instanceof Error)) return error;
  const { $metadata, $fault, message, name } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    $fault?: unknown;
  };
  if ($fault !== undefined && $metadata?.httpStatusCode !== undefined) {
    return new AwsError(name, message, { statusCode: $metadata.httpStatusCode });
  }
  return new TaskFailure(
    "Acme.PassThroughFailed",
    `${packageName} got no answer from ${endpoint ?? "AWS"}: ${name}: ${message || (error as NodeJS.ErrnoException).code}`,
  );
}

/** Names that the rule does not give. */
const javaNames: Readonly<Record<string, string>> = { IoT: "Iot", SESv2: "SesV2" };

/**
 * Of a service's id, e.g. `DynamoDB` → `DynamoDb`, `Secrets Manager` → `SecretsManager`, `SQS` → `Sqs`: how errors of SDK
 * integrations start. Recorded on AWS: `DynamoDb.ResourceNotFoundException`, `SecretsManager.SecretsManagerException`.
 */
export function toJavaName(serviceId: string): string {
  const known = Object.hasOwn(javaNames, serviceId) ? javaNames[serviceId] : undefined;
  if (known !== undefined) return known;
  const words = serviceId.replace(/([a-z\d])([A-Z])/g, "$1 $2").split(/[\s-]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join("");
}
