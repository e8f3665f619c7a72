import type { Json } from "acme-engine";

import type { Call } from "./outcome.ts";
import { toCalled } from "./task-states.ts";

/** An event as GetExecutionHistory has it; details by the name of their kind. */
export interface Event {
  id?: number | undefined;
  previousEventId?: number | undefined;
  type?: string | undefined;
}

/** The tasks that an execution called, by its history; other flows are not among them. */
export function callsOfHistory(
  events: readonly Event[],
  wantedBy: (event: Event) => Wanted | undefined,
): Call[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return events.flatMap((event) => {
    const wanted = wantedBy(event);
    if (wanted === undefined) return [];
    const called = toCalled(wanted.resource, wanted.arguments);
    if (called.kind === "flow") return [];
    return [{ task: called.task, input: called.input, ...placeOf(event, byId) }];
  });
}

/** What a Task state of the definition wants, whoever does it. */
export interface Wanted {
  resource: string;
  arguments: Json;
}

/** Goes back through the history; what was over before is stepped over. */
function placeOf(
  event: Event,
  byId: ReadonlyMap<number | undefined, Event>,
): { scope: string; branch: string } {
  const scope: number[] = [];
  const branch: string[] = [];
  let over = 0;
  let isExit = false;
  for (let at: Event | undefined = event; at !== undefined;) {
    const before = byId.get(at.previousEventId);
    // The event of its exit follows that of its end, or else what happened last inside of it.
    if (/^(Map|Parallel)State(Exited|Failed|Aborted)$/.test(at.type ?? "") && !isExit) over++;
    isExit = /^(Map|Parallel)StateExited$/.test(at.type ?? "");
    if (/^(Map|Parallel)StateStarted$/.test(at.type ?? "") && over > 0) over--;
    else if (over === 0) {
      if (at.type === "MapIterationStarted") {
        scope.unshift(iterationOf(at));
        // One that waited for its turn begins behind another.
        over++;
      }
      if (before?.type === "ParallelStateStarted") branch.unshift(enteredBy(at));
    }
    at = before;
  }
  return { scope: scope.join("."), branch: branch.join("/") };
}

// Details have the form that their event's type says.
function iterationOf(event: Event): number {
  const { mapIterationStartedEventDetails: details } = event as {
    mapIterationStartedEventDetails?: { index?: number };
  };
  return details?.index ?? 0;
}

function enteredBy(event: Event): string {
  const { stateEnteredEventDetails: details } = event as { stateEnteredEventDetails?: { name?: string } };
  return details?.name ?? "";
}

/** What was worked on. */
export interface Made {
  task: string;
  input: Json;
}

/** Calls of flows that the flow started, and of children of distributed maps, are in histories of their own: what was worked on, and is not in this one. */
export function withCallsOfOthers(calls: readonly Call[], made: readonly Made[]): Call[] {
  const own = calls.map(({ task, input }) => JSON.stringify([task, input]));
  const others = made.flatMap(({ task, input }) => {
    const index = own.indexOf(JSON.stringify([task, input]));
    if (index < 0) return [{ task, input, scope: undefined, branch: "" }];
    own.splice(index, 1);
    return [];
  });
  return [...calls, ...others];
}
