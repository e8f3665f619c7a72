import { randomUUID } from "node:crypto";

import { type Clock, createSystemClock } from "./clock.ts";
import type { Call, EngineContext } from "./engine-context.ts";
import { createEventBus } from "./event-bus.ts";
import { AwsError } from "./protocol/aws-error.ts";
import { createRequestHandler } from "./protocol/handle-request.ts";
import { type HttpServer, startHttpServer } from "./protocol/http-server.ts";
import { createSdkRequestHandler, type SdkRequestHandler } from "./protocol/sdk-request-handler.ts";
import type { Service } from "./protocol/service.ts";
import { createServices, type ServiceOptions } from "./services.ts";
import { explainStoreError } from "./store/explain-store-error.ts";
import { openStore } from "./store/open-store.ts";

export interface EngineOptions extends Omit<ServiceOptions, "endpoint" | "onBug"> {
  /** Where jobs reach the engine. Default: the address that it listens on. */
  endpoint?: ServiceOptions["endpoint"];
  /** The SQLite file that holds everything; `:memory:` forgets it at the end. Default `:memory:`. */
  storePath?: string;
  /** Wait for the disk at each commit (`full`) or survive a killed process only (`normal`, the default). */
  synchronous?: "normal" | "full";
  /** The one region that the engine answers for. Default `us-east-1`. */
  region?: string;
  /** Default `000000000000`. */
  accountId?: string;
  /** Default: the machine's. */
  clock?: Clock;
  /** Serve on a port of this machine too (0 takes a free one). Default: in process only. */
  http?: { port: number; host?: string; maxBodyBytes?: number };
  /** An operation failed in a way that AWS would not: our bug. Default: printed on stderr. */
  onBug?: (error: unknown, operation: string) => void;
}

/** AWS in this process. */
export interface Engine {
  readonly region: string;
  readonly accountId: string;
  /** For the `requestHandler` of AWS SDK clients. */
  readonly requestHandler: SdkRequestHandler;
  /** Runs an operation without client and wire; see `Call`. */
  readonly call: Call;
  /** Where it serves over HTTP, e.g. `http://127.0.0.1:4566`; `undefined` when in process only. */
  readonly url: string | undefined;
  /** Stops this process's work; what runs is taken up again by the next engine on the same store. */
  close(): Promise<void>;
}

/**
 * Opens the store, starts the services and takes up what an earlier engine left. Throws `EngineError` when the store cannot be used
 * (ACME_STORE_…) or the port cannot (ACME_PORT_IN_USE); nothing is left open then.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const {
    region = "us-east-1",
    accountId = "000000000000",
    clock = createSystemClock(),
    onBug = reportBug,
  } = options;
  const store = openStore({
    path: options.storePath ?? ":memory:",
    ...(options.synchronous ? { synchronous: options.synchronous } : {}),
  });
  /** A store whose pages are damaged opens, and fails when they are read. */
  const explain = (error: unknown) => explainStoreError(error, options.storePath ?? ":memory:");
  const services: Service[] = [];
  let server: HttpServer | undefined;
  const close = async () => {
    await server?.close();
    for (const service of services.toReversed()) await service.close?.();
    store.close();
  };

  try {
    const context: EngineContext = {
      region,
      accountId,
      store,
      clock,
      createId: randomUUID,
      call: createCall(services),
      events: createEventBus(),
    };
    services.push(
      ...createServices(context, {
        // No later engine finds the containers of a store that is gone.
        onClose:
          options.storePath === undefined || options.storePath === ":memory:"
            ? "stopContainers"
            : "leaveContainers",
        ...options,
        onBug,
        endpoint: options.endpoint ?? (() => server?.url),
      }),
    );
    const handle = createRequestHandler({ services, createId: randomUUID, onBug, explain });
    if (options.http) {
      const describe = () => ({
        engine: "acme",
        pid: process.pid,
        region,
        accountId,
        services: services.map(({ name }) => name),
      });
      server = await startHttpServer({ handle, describe, ...options.http });
    }
    // Work that goes on may start tasks, and those need the address.
    for (const service of services) await service.resume?.();
    return {
      region,
      accountId,
      url: server?.url,
      requestHandler: createSdkRequestHandler(handle),
      call: context.call,
      close,
    };
  } catch (error) {
    await close();
    throw explain(error);
  }
}

function createCall(services: readonly Service[]): Call {
  const never = new AbortController().signal;
  return async (serviceName, operationName, input) => {
    const service = services.find(({ name }) => name === serviceName);
    const row =
      service && Object.hasOwn(service.operations, operationName)
        ? service.operations[operationName]
        : undefined;
    if (!service || !row) {
      throw new AwsError(
        "UnknownOperationException",
        `The engine does not answer ${serviceName}:${operationName}`,
      );
    }
    // Services name operations by the SDK's own types, which the row's schema describes.
    return (await row.handle(input as never, service.deps, {
      requestId: randomUUID(),
      signal: never,
    })) as never;
  };
}

function reportBug(error: unknown, operation: string): void {
  process.stderr.write(
    `acme engine: ${operation} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
