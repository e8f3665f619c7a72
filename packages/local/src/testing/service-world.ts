import { randomUUID } from "node:crypto";

import type { Call, EngineContext } from "../engine-context.ts";
import { createEventBus } from "../event-bus.ts";
import { AwsError } from "../protocol/aws-error.ts";
import { createRequestHandler, type HandleRequest } from "../protocol/handle-request.ts";
import { createSdkRequestHandler } from "../protocol/sdk-request-handler.ts";
import type { Service } from "../protocol/service.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

export interface ServiceWorld {
  readonly context: EngineContext;
  readonly clock: VirtualClock;
  /** For SDK clients: region, credentials and the way into the services. */
  readonly client: {
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    requestHandler: ReturnType<typeof createSdkRequestHandler>;
    maxAttempts: number;
  };
  readonly services: readonly Service[];
  /** The way in for a socket. */
  readonly handle: HandleRequest;
  /** Failures that no caller should see. */
  readonly bugs: unknown[];
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** A few services on a store of their own and a virtual clock, for tests. */
export function createServiceWorld(
  create: (context: EngineContext) => Service[],
  options: {
    storePath?: string;
    region?: string;
    accountId?: string;
    clock?: VirtualClock;
    /** Stands between the services and the store, to fail where a test wants it. */
    wrapStore?: (store: Store) => Store;
  } = {},
): ServiceWorld {
  const { region = "us-east-1", accountId = "000000000000", clock = createVirtualClock() } = options;
  const store = openStore({ path: options.storePath ?? ":memory:" });
  const services: Service[] = [];
  const bugs: unknown[] = [];
  const call: Call = async (serviceName, operationName, input) => {
    const service = services.find(({ name }) => name === serviceName);
    const row = service?.operations[operationName];
    if (!service || !row) {
      throw new AwsError("UnknownOperationException", `no ${serviceName}:${operationName} in this world`);
    }
    // As in the engine: services name operations by the SDK's own types, which the row's schema describes.
    const request = { requestId: randomUUID(), signal: new AbortController().signal };
    return (await row.handle(input as never, service.deps, request)) as never;
  };
  const context: EngineContext = {
    region,
    accountId,
    store: options.wrapStore?.(store) ?? store,
    clock,
    createId: randomUUID,
    call,
    events: createEventBus(),
  };
  services.push(...create(context));
  const handle = createRequestHandler({
    services,
    createId: randomUUID,
    onBug: (error) => void bugs.push(error),
  });
  return {
    context,
    clock,
    bugs,
    handle,
    services,
    client: {
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: createSdkRequestHandler(handle),
      maxAttempts: 1,
    },
    async resume() {
      for (const service of services) await service.resume?.();
    },
    async close() {
      for (const service of services.toReversed()) await service.close?.();
      store.close();
    },
  };
}
