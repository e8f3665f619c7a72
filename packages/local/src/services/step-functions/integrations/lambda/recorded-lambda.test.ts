/** Executions of functions as they were recorded on AWS, replayed with functions that behave as those did. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import {
  readRecordedExecutions,
  type RecordedExecution,
  replayRecordedExecution,
  withoutLanguage,
} from "../../testing/recorded-execution.ts";
import { findDifference } from "../../testing/recorded-value.ts";

/** How a function of a recording behaves. */
type HandlerKind =
  | { kind: "echo" | "other" }
  | { kind: "raise"; errorType: string; errorMessage?: string }
  | { kind: "sleepThenEcho"; seconds: number }
  | { kind: "bytes"; text: string }
  | { kind: "largeString"; char: string; length: number };

interface Recording extends RecordedExecution {
  lambdas?: { name: string; handlerKind?: HandlerKind | null }[];
}

const recorded = readRecordedExecutions<Recording>().filter(
  ({ tier, lambdas = [] }) => tier === "lambda" && lambdas.length > 0,
);
const isKnown = ({ lambdas = [] }: Recording) =>
  lambdas.every(({ handlerKind }) => handlerKind && handlerKind.kind !== "other");
const cases = recorded.filter(isKnown);
for (const { id } of recorded.filter((each) => !isKnown(each))) {
  console.log(`Not replayed, for it is not told what its function does: ${id}`);
}

/** A function's source. */
function toSource(kind: HandlerKind): string {
  switch (kind.kind) {
    case "echo":
      return "(event) => event";
    case "raise": {
      const { errorType, errorMessage = "" } = kind;
      return `() => { throw Object.assign(new Error(${JSON.stringify(errorMessage)}), { name: ${JSON.stringify(errorType)} }); }`;
    }
    case "sleepThenEcho":
      return `(event) => new Promise((resolve) => setTimeout(resolve, ${kind.seconds * 1000}, event))`;
    case "bytes":
      return `() => (${kind.text})`;
    case "largeString":
      return `() => ${JSON.stringify(kind.char)}.repeat(${kind.length})`;
    case "other":
      throw new Error("nobody knows what it does");
  }
}

async function replay(each: Recording) {
  const { lambdas = [] } = each;
  const folder = mkdtempSync(join(tmpdir(), "acme-recorded-lambda-"));
  const functions: Record<string, string> = {};
  for (const [index, { name, handlerKind }] of lambdas.entries()) {
    if (!handlerKind) continue;
    functions[name] = `./function-${index}.mjs`;
    const source = `export const handler = ${toSource(handlerKind)};`;
    writeFileSync(join(folder, `function-${index}.mjs`), source);
  }
  try {
    // Only a deadline can end what sleeps.
    const sleeps = lambdas.some(({ handlerKind }) => handlerKind?.kind === "sleepThenEcho");
    const passSeconds = sleeps ? 1 : 0;
    return await replayRecordedExecution(each, { functions, projectDirectory: folder, passSeconds });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where branches run at the same time, which events there are. */
const typesOf = (events: readonly object[] = []) =>
  events.map((event) => ("type" in event ? String(event.type) : "")).toSorted();

test.skipIf(cases.length === 0).each(cases.map((each): [string, Recording] => [each.id, each]))(
  "%s",
  async (_id, each) => {
    const { events, ...actual } = await replay(each);
    const { events: expectedEvents, ...expected } = each.expected;
    // AWS added the field after some of the recordings.
    const context = { bindings: new Map(), optional: new Set(["RedriveCount"]) };
    const difference = (one: unknown, other: unknown) =>
      findDifference(withoutLanguage(one), withoutLanguage(other), context);
    expect(difference(expected, actual)).toBeUndefined();
    if (!expectedEvents) return;
    if (each.concurrent) expect(typesOf(events)).toEqual(typesOf(expectedEvents));
    else expect(difference(expectedEvents, events)).toBeUndefined();
  },
);
