/**
 * Reads a container's stored output (`logs?timestamps=1`) so that a later reader can go on exactly where this one stopped.
 *
 * A position is `since` (nanoseconds) and `skip`: reading the messages from `since` on again gives the same lines in the same order, and
 * the first `skip` of them have been handed over. `since` moves on only behind a line that came in one piece while no other
 * line was unfinished, and lags a little behind, because the daemon stamps stdout and stderr apart and may store two messages in the
 * other order.
 *
 * The daemon stores long lines in pieces of 16 KiB, each with a timestamp of its own and only the last with a line end.
 */
import { createFrameParser, type OutputFrame } from "./output-frames.ts";
import type { OutputLine } from "./runtime.ts";
import { cutLongLine, maxLineBytes } from "./split-lines.ts";

export interface OutputReader {
  /** `since` for the request, in seconds, early enough; `undefined`: from the beginning. */
  readonly sinceSeconds: string | undefined;
  /** The lines that the chunk completes, without those that were handed over before. */
  push(chunk: Buffer): OutputLine[];
  /** An unfinished last line, when no more will come. */
  end(): OutputLine[];
  position(): string;
}

interface Mark {
  readonly since: bigint;
  skip: number;
}

interface Unfinished {
  readonly at: bigint;
  parts: Buffer[];
  bytes: number;
}

/** How far apart the daemon may store two messages in the wrong order. */
const lagNs = 250_000_000n;
/** Some daemons read `since` as a floating-point number; what comes too early is left out here. */
const sinceMarginNs = 1_000_000n;
const newline = 0x0a;

export function createOutputReader(from: string | undefined): OutputReader {
  const start = parsePosition(from);
  const parse = createFrameParser();
  const unfinished = new Map<OutputFrame["stream"], Unfinished>();
  let toSkip = start.skip;
  // Both begin at the old position and count its lines again.
  let kept: Mark = { since: start.since, skip: 0 };
  let next: Mark = kept;

  const emit = (at: bigint, bytes: Buffer, lines: OutputLine[]): void => {
    const text = bytes.toString("utf8");
    for (const mark of new Set([kept, next])) if (at >= mark.since) mark.skip++;
    if (toSkip > 0) toSkip--;
    else lines.push({ at: Number(at / 1_000_000n), text: text.endsWith("\r") ? text.slice(0, -1) : text });
  };
  const moveOn = (at: bigint): void => {
    if (at < next.since + lagNs || unfinished.size > 0) return;
    kept = next;
    next = { since: at, skip: 0 };
  };

  const pushSegment = (stream: OutputFrame["stream"], segment: Buffer, lines: OutputLine[]): void => {
    const { at, text } = splitTimestamp(segment);
    if (at < start.since) return;
    const complete = text.at(-1) === newline;
    const body = complete ? text.subarray(0, -1) : text;
    const line = unfinished.get(stream);
    if (!line && complete && body.length <= maxLineBytes) {
      moveOn(at);
      emit(at, body, lines);
      return;
    }
    const whole: Unfinished = line ?? { at, parts: [], bytes: 0 };
    whole.parts.push(body);
    whole.bytes += body.length;
    unfinished.set(stream, whole);
    if (whole.bytes > maxLineBytes) {
      const pieces = cutLongLine(Buffer.concat(whole.parts).toString("utf8")).map((piece) =>
        Buffer.from(piece),
      );
      const last = pieces.pop() ?? Buffer.alloc(0);
      for (const piece of pieces) emit(whole.at, piece, lines);
      whole.parts = [last];
      whole.bytes = last.length;
    }
    if (!complete) return;
    unfinished.delete(stream);
    emit(whole.at, Buffer.concat(whole.parts), lines);
  };

  return {
    sinceSeconds: start.since === 0n ? undefined : formatSeconds(start.since - sinceMarginNs),
    push(chunk) {
      const lines: OutputLine[] = [];
      for (const { stream, payload } of parse(chunk)) {
        for (const segment of segmentsOf(payload)) pushSegment(stream, segment, lines);
      }
      return lines;
    },
    end() {
      const lines: OutputLine[] = [];
      for (const [stream, line] of unfinished) {
        unfinished.delete(stream);
        if (line.bytes > 0) emit(line.at, Buffer.concat(line.parts), lines);
      }
      return lines;
    },
    position: () => JSON.stringify({ since: String(kept.since), skip: kept.skip }),
  };
}

/** Docker sends a message a frame; other engines may send several, each with its timestamp. */
function segmentsOf(payload: Buffer): Buffer[] {
  const segments: Buffer[] = [];
  let start = 0;
  while (start < payload.length) {
    const found = payload.indexOf(newline, start);
    const end = found === -1 ? payload.length : found + 1;
    segments.push(payload.subarray(start, end));
    start = end;
  }
  return segments;
}

/** `2026-11-23T18:08:41.842184674Z text`, in nanoseconds since the epoch. */
function splitTimestamp(segment: Buffer): { at: bigint; text: Buffer } {
  const space = segment.indexOf(0x20);
  const stamp = segment.subarray(0, space === -1 ? segment.length : space).toString("latin1");
  const [, seconds, fraction = "", zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)\s*$/.exec(stamp) ?? [];
  if (seconds === undefined)
    throw new Error(`no timestamp in the container's output: ${JSON.stringify(stamp)}`);
  return {
    at: BigInt(Date.parse(`${seconds}${zone}`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0").slice(0, 9)),
    text: space === -1 ? Buffer.from("\n") : segment.subarray(space + 1),
  };
}

function formatSeconds(ns: bigint): string {
  return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, "0")}`;
}

function parsePosition(text: string | undefined): { since: bigint; skip: number } {
  if (text === undefined) return { since: 0n, skip: 0 };
  // Written by `position`.
  const { since, skip } = JSON.parse(text) as { since: string; skip: number };
  return { since: BigInt(since), skip };
}
