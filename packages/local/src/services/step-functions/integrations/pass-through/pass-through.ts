import type { Json } from "@acme-engine/asl";

import { type Integration, TaskFailure } from "../integration.ts";
import { isObject, type OutputStyle, parseArguments, sdkStyle, toOutput } from "../model-json.ts";
import { optimizedFailure, sdkFailure, type ToTaskFailure } from "../service-failure.ts";
import type { TaskResource } from "../task-resource.ts";
import { type OptimizedService, optimizedServices } from "./optimized-services.ts";
import {
  openServiceClient,
  type PassThroughTarget,
  type ServiceAnswer,
  type ServiceClient,
} from "./service-client.ts";

/** Services that the engine does not have, called where the user says. */
export interface PassThrough {
  /** Undefined for what cannot be passed through: optimized integrations that it does not know. */
  find(resource: TaskResource): Integration | undefined;
  openClient(service: string): Promise<ServiceClient>;
  close(): void;
}

/** `own`: where the engine itself answers, which is no place to pass a call on to. */
export function createPassThrough(target: PassThroughTarget, own: () => string | undefined): PassThrough {
  const clients = new Map<string, Promise<ServiceClient>>();

  function openClient(service: string): Promise<ServiceClient> {
    const goesTo = target.endpoint ?? target.environment["AWS_ENDPOINT_URL"];
    if (goesTo !== undefined && isSameOrigin(goesTo, own())) {
      throw new TaskFailure(
        "Acme.PassThroughFailed",
        `Calls to ${service} would be passed on to ${goesTo}, which is this engine. Name another endpoint with --pass-through, or unset AWS_ENDPOINT_URL.`,
      );
    }
    const known = clients.get(service);
    if (known) return known;
    const opened = openServiceClient(service, target);
    clients.set(service, opened);
    // What is missing may be installed while the engine runs.
    opened.catch(() => clients.delete(service));
    return opened;
  }

  return {
    find({ service, action }) {
      if (service.startsWith("aws-sdk:")) return callSdk(service.slice("aws-sdk:".length), openClient);
      const optimized = Object.hasOwn(optimizedServices, service) ? optimizedServices[service] : undefined;
      return optimized?.actions.includes(action) ? callOptimized(service, optimized, openClient) : undefined;
    },
    openClient,
    close() {
      for (const opened of clients.values()) {
        opened.then(
          (client) => client.close(),
          () => {},
        );
      }
    },
  };
}

type OpenClient = PassThrough["openClient"];

function callSdk(service: string, openClient: OpenClient): Integration {
  return {
    patterns: ["requestResponse", "waitForTaskToken"],
    async start({ request, resource: { action } }, { createId }) {
      const client = await openClient(service);
      const toFailure = sdkFailure({ prefix: client.javaName, isModelled: client.isModelledError });
      const { body } = await call(client, { service, action, parameters: request.arguments }, sdkStyle, {
        requestId: createId(),
        toFailure,
      });
      return { output: isObject(body) ? body : {} };
    },
  };
}

function callOptimized(service: string, optimized: OptimizedService, openClient: OpenClient): Integration {
  const { prefix, unmodelled, patterns, showsExchange, check } = optimized;
  const style: OutputStyle = { timestamps: "millis", showsEmptyList: () => false };
  return {
    patterns,
    async start({ request, resource: { action } }, { createId }) {
      const client = await openClient(service);
      const toFailure = optimizedFailure({
        prefix,
        service: optimized.service,
        unmodelled,
        isModelled: client.isModelledError,
      });
      const requestId = createId();
      const parameters = request.arguments;
      const { body, answer } = await call(client, { service, action, parameters }, style, {
        requestId,
        toFailure,
      });
      check?.(body);
      if (!showsExchange || !isObject(body)) return { output: body };
      return { output: { ...body, ...toExchange(answer, requestId) } };
    },
  };
}

async function call(
  client: ServiceClient,
  task: { service: string; action: string; parameters: Json },
  style: OutputStyle,
  { requestId, toFailure }: { requestId: string; toFailure: ToTaskFailure },
): Promise<{ body: Json; answer: ServiceAnswer }> {
  const operation = client.findOperation(task.action);
  if (!operation) {
    throw new TaskFailure(
      "States.Runtime",
      `The service ${task.service} has no operation "${task.action}"; operations are written in camelCase, e.g. "putItem".`,
    );
  }
  const input = parseArguments(operation.input, task.parameters);
  try {
    const answer = await client.call(operation.name, input);
    return { body: toOutput(operation.output, answer.output, style), answer };
  } catch (error) {
    throw toFailure(error, requestId);
  }
}

/** How AWS writes the headers that it shows; Node has them in lower case. Recorded on AWS: sqs:sendMessage, dynamodb:getItem. */
const headerNames: Readonly<Record<string, string>> = {
  "content-length": "Content-Length",
  "content-type": "Content-Type",
  date: "Date",
  server: "Server",
  "x-amzn-requestid": "x-amzn-RequestId",
};

function toExchange(answer: ServiceAnswer, requestId: string): { [name: string]: Json } {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [headerNames[name] ?? name, value]),
  );
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: answer.statusCode,
    },
    SdkResponseMetadata: { RequestId: answer.requestId ?? requestId },
  };
}

function isSameOrigin(one: string, other: string | undefined): boolean {
  return other !== undefined && URL.canParse(one) && new URL(one).origin === new URL(other).origin;
}
