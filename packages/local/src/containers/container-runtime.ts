/**
 * Containers through the HTTP API that Docker and Podman share.
 *
 * A container is created with labels and its id is kept before it starts, so whatever instant an engine is killed at, the next one
 * finds it. It is never removed by the daemon itself: its exit code and output stay until they are stored. Output is always read
 * from the daemon's store (`logs?follow`), never attached to, so live reading and reading on after a restart are one path.
 */
import { ContainerError } from "./container-error.ts";
import { hostAlias, objectName, toCreateBody } from "./create-body.ts";
import { type EngineConnection, EngineRefusal } from "./engine-connection.ts";
import type { ContainerEngine } from "./find-container-engine.ts";
import { removeContainer } from "./remove-container.ts";
import { followContainer } from "./follow-container.ts";
import { pullImage } from "./pull-image.ts";
import type {
  ContainerReference,
  ContainerRuntime,
  ContainerSpec,
  NotReattached,
  ReceiveOutput,
  RunningContainer,
} from "./runtime.ts";

export interface ContainerRuntimeOptions {
  /** Names the store whose containers these are. */
  storeId: string;
  /** Where registry credentials are looked for. */
  hostEnvironment: Readonly<Record<string, string | undefined>>;
  /** Told of pulls. */
  notify: (message: string) => void;
}

export function createContainerRuntime(
  engine: ContainerEngine,
  { storeId, hostEnvironment, notify }: ContainerRuntimeOptions,
): ContainerRuntime {
  const { connection, sharesNetwork, cpus } = engine;
  return {
    kind: "container",
    async prepareImage(image, signal) {
      const present = await findImage(connection, image);
      if (present) return present;
      await pullImage(connection, image, { signal, hostEnvironment, notify });
      return (await findImage(connection, image)) ?? { digest: undefined };
    },
    async start(spec, receive, created) {
      const body = toCreateBody(spec, { storeId, sharesNetwork, cpus });
      const id = await createContainer(connection, spec, body);
      const reference: ContainerReference = { kind: "container", id };
      created(reference);
      try {
        await connection.call({ method: "POST", path: `/containers/${id}/start` });
      } catch (error) {
        // It stays in state "created" and would never end.
        await removeContainer(connection, id);
        throw cannotStart(error);
      }
      return runningContainer(engine, id, undefined, receive);
    },
    async reattach(reference, position, receive) {
      if (reference.kind !== "container") return "gone";
      return reattach(engine, reference.id, position, receive);
    },
    endpointInside: (endpoint) => (sharesNetwork ? endpoint : withHost(endpoint, hostAlias)),
  };
}

async function findImage(
  connection: EngineConnection,
  image: string,
): Promise<{ digest: string | undefined } | undefined> {
  try {
    const found = await connection.call({ method: "GET", path: `/images/${encodeURI(image)}/json` });
    // Source: Docker Engine API reference, ImageInspect. An image that was built here has no digest.
    const { RepoDigests } = found as { RepoDigests?: string[] | null };
    return { digest: RepoDigests?.[0]?.split("@")[1] };
  } catch (error) {
    if (error instanceof EngineRefusal && error.statusCode === 404) return undefined;
    throw new ContainerError("CannotPullContainerError", messageOf(error), { cause: error });
  }
}

async function createContainer(
  connection: EngineConnection,
  spec: ContainerSpec,
  body: object,
): Promise<string> {
  const name = objectName(spec.taskId, spec.name);
  const create = async () => {
    const answer = await connection.call({
      method: "POST",
      path: "/containers/create",
      query: { name },
      body,
    });
    return (answer as { Id: string }).Id;
  };
  try {
    return await create();
  } catch (error) {
    // An engine was killed between creating it and noting that; it never ran.
    if (!(error instanceof EngineRefusal && error.statusCode === 409)) throw cannotStart(error);
    await removeContainer(connection, name);
    return create().catch((again: unknown) => {
      throw cannotStart(again);
    });
  }
}

async function reattach(
  engine: ContainerEngine,
  id: string,
  position: string | undefined,
  receive: ReceiveOutput,
): Promise<RunningContainer | NotReattached> {
  const { connection } = engine;
  try {
    const found = await connection.call({ method: "GET", path: `/containers/${id}/json` });
    if ((found as { State?: { Status?: string } }).State?.Status !== "created") {
      return runningContainer(engine, id, position, receive);
    }
    await removeContainer(connection, id);
    return "notStarted";
  } catch (error) {
    if (error instanceof EngineRefusal && error.statusCode === 404) return "gone";
    throw error;
  }
}

function runningContainer(
  { connection, followsInOrder }: ContainerEngine,
  id: string,
  position: string | undefined,
  receive: ReceiveOutput,
): RunningContainer {
  const letGo = new AbortController();
  return {
    reference: { kind: "container", id },
    exited: followContainer(connection, id, {
      position,
      receive,
      follows: followsInOrder,
      letGo: letGo.signal,
    }),
    async stop(timeoutSeconds) {
      // The daemon answers when the container has ended; 304: it had ended before. 404: somebody removed it.
      try {
        await connection.call({
          method: "POST",
          path: `/containers/${id}/stop`,
          query: { t: String(Math.ceil(timeoutSeconds)) },
        });
      } catch (error) {
        if (!(error instanceof EngineRefusal && error.statusCode === 404)) throw error;
      }
    },
    letGo: () => letGo.abort(),
    remove: () => removeContainer(connection, id),
  };
}

function cannotStart(error: unknown): ContainerError {
  if (error instanceof EngineRefusal && error.statusCode === 404 && /no such image/i.test(error.message)) {
    return new ContainerError("CannotPullContainerError", error.message, { cause: error });
  }
  return new ContainerError("CannotStartContainerError", `Error response from daemon: ${messageOf(error)}`, {
    cause: error,
  });
}

/** The same address under another host, for a container that has a network of its own. */
function withHost(endpoint: string, host: string): string {
  const url = new URL(endpoint);
  url.hostname = host;
  return url.href.replace(/\/$/, "");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
