import type { Target } from "../target.ts";
import { followRun } from "./follow-run.ts";
import type { LogLine } from "./log-line.ts";
import { readHistoryAfter } from "./read-history.ts";
import { createTaskLog } from "./task-log.ts";
import { createHistoryTracker } from "./track-history.ts";

export interface ReadLogsOptions {
  /** Go on until the run has ended. Default: end with the lines that are there. */
  follow?: boolean | undefined;
  /** Lines that were written before are left out. */
  since?: Date | undefined;
  signal?: AbortSignal | undefined;
}

/** The lines that a run's tasks wrote: task by task in the order of their start, each task's lines oldest first. */
export async function* readLogs(
  target: Target,
  executionArn: string,
  { follow = false, since, signal }: ReadLogsOptions = {},
): AsyncGenerator<LogLine, void, undefined> {
  if (follow) {
    for await (const event of followRun(target, executionArn, { since, signal }))
      if (event.kind === "log") yield event.line;
    return;
  }
  const facts = createHistoryTracker().read(await readHistoryAfter(target, executionArn, 0, signal));
  for (const fact of facts) {
    if (fact.kind !== "taskSubmitted") continue;
    const log = createTaskLog(target, fact.task, fact.containerName, since);
    for (let isEnd = false; !isEnd;) {
      const page = await log.readPage(signal);
      yield* page.lines;
      isEnd = page.isEnd;
    }
  }
}
