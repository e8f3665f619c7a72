import type { IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";

import { type EngineConnection, EngineRefusal } from "./engine-connection.ts";
import { createOutputReader } from "./output-reader.ts";
import type { ContainerExit, OutputLine, ReceiveOutput } from "./runtime.ts";

export interface FollowOptions {
  position: string | undefined;
  receive: ReceiveOutput;
  /** Read the following stream; otherwise what is stored is read again and again, from the position on. */
  follows: boolean;
  letGo: AbortSignal;
}

/** How long the daemon may be away, e.g. while it restarts, before its containers count as lost. */
const daemonPatienceMs = 30_000;
const retryMs = 500;
const pollMs = 100;

/**
 * Hands the container's output over until it ends, then tells how it ended. Never settles when let go.
 *
 * The following stream is for speed; what it leaves out is read again after the end, when everything is stored. It does leave
 * things out: seen with Docker 20.10, whose stream may close cleanly before the last messages.
 */
export async function followContainer(
  connection: EngineConnection,
  id: string,
  { position: from, receive, follows, letGo }: FollowOptions,
): Promise<ContainerExit> {
  const ending = new AbortController();
  const ended = waitForEnd(connection, id, letGo);
  const noteEnd = () => ending.abort();
  // A rejection is met where the end is awaited.
  ended.then(noteEnd, noteEnd);
  try {
    let position = from;
    while (!ending.signal.aborted) {
      const signal = AbortSignal.any([letGo, ending.signal]);
      ({ position } = await readOutput(connection, id, { position, receive, follow: follows, signal }));
      // The stream ends a moment before the wait does. Otherwise the daemon broke it off, and it is opened again.
      await Promise.race([ended, setTimeout(follows ? retryMs : pollMs, undefined, { ref: false })]);
    }
    const exit = await ended;
    for (let triesLeft = 10; triesLeft > 0; triesLeft--) {
      const reading = await readOutput(connection, id, {
        position,
        receive,
        follow: false,
        isLast: true,
        signal: letGo,
      });
      letGo.throwIfAborted();
      if (reading.cameToEnd) break;
      ({ position } = reading);
      await setTimeout(retryMs, undefined, { signal: letGo });
    }
    return exit;
  } catch (error) {
    if (letGo.aborted) return new Promise<never>(() => {});
    throw error;
  }
}

interface Reading {
  /** Behind the last line that was handed over. */
  readonly position: string | undefined;
  /** The stream was not broken off. */
  readonly cameToEnd: boolean;
}

async function readOutput(
  connection: EngineConnection,
  id: string,
  options: {
    position: string | undefined;
    receive: ReceiveOutput;
    follow: boolean;
    /** No more will be written, so an unfinished line is as long as it gets. */
    isLast?: boolean;
    signal: AbortSignal;
  },
): Promise<Reading> {
  const reader = createOutputReader(options.position);
  let { position } = options;
  const hand = (lines: readonly OutputLine[]) => {
    if (lines.length === 0) return;
    position = reader.position();
    options.receive(lines, position);
  };
  let response: IncomingMessage;
  try {
    response = await connection.open({
      method: "GET",
      path: `/containers/${id}/logs`,
      query: {
        stdout: "1",
        stderr: "1",
        timestamps: "1",
        follow: options.follow ? "1" : "0",
        ...(reader.sinceSeconds !== undefined && { since: reader.sinceSeconds }),
      },
      signal: options.signal,
    });
  } catch {
    return { position, cameToEnd: false };
  }
  const chunks = response[Symbol.asyncIterator]();
  for (;;) {
    const chunk = await chunks.next().catch(() => "brokenOff" as const);
    if (chunk === "brokenOff") return { position, cameToEnd: false };
    if (chunk.done) break;
    hand(reader.push(chunk.value as Buffer));
  }
  if (options.isLast) hand(reader.end());
  return { position, cameToEnd: true };
}

interface ContainerState {
  OOMKilled?: boolean;
  ExitCode?: number;
  Error?: string;
}

/** Docker learns of a kill for memory beside the exit, and on a busy machine after it: a SIGKILL is looked at again. */
const outOfMemoryLooks = 6;
const outOfMemoryLookMs = 50;

async function readEndState(
  connection: EngineConnection,
  id: string,
  signal: AbortSignal,
): Promise<ContainerState | undefined> {
  for (let look = 1; ; look++) {
    const found = await connection.call({ method: "GET", path: `/containers/${id}/json`, signal });
    // Source: Docker Engine API reference, ContainerInspect.
    const state = (found as { State?: ContainerState }).State;
    if (state?.ExitCode !== 137 || state.OOMKilled || look === outOfMemoryLooks) return state;
    await setTimeout(outOfMemoryLookMs, undefined, { signal });
  }
}

async function waitForEnd(
  connection: EngineConnection,
  id: string,
  letGo: AbortSignal,
): Promise<ContainerExit> {
  let awaySince: number | undefined;
  for (;;) {
    const askedAt = performance.now();
    try {
      await connection.call({ method: "POST", path: `/containers/${id}/wait`, signal: letGo });
      const state = await readEndState(connection, id, letGo);
      return {
        exitCode: state?.ExitCode,
        outOfMemory: state?.OOMKilled ?? false,
        reason: state?.Error || undefined,
      };
    } catch (error) {
      letGo.throwIfAborted();
      if (error instanceof EngineRefusal && error.statusCode === 404) {
        return lost("The container was removed by somebody else.");
      }
      // An answer that was waited for means that the daemon was there until now.
      if (performance.now() - askedAt > retryMs) awaySince = undefined;
      awaySince ??= performance.now();
      if (performance.now() - awaySince > daemonPatienceMs) {
        return lost(
          `The container engine does not answer: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      await setTimeout(retryMs, undefined, { signal: letGo });
    }
  }
}

function lost(reason: string): ContainerExit {
  return { exitCode: undefined, outOfMemory: false, reason };
}
