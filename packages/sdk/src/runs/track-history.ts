import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { parseEcsTask, readSubmittedTasks } from "./ecs-task.ts";
import type { EcsTask } from "./ecs-task.ts";

/** What an execution's history tells about a run. Several tasks may go on at once, and a state may start several in turn. */
export type HistoryFact =
  | { readonly kind: "stateEntered" | "stateExited"; readonly at: Date; readonly state: string }
  | {
      readonly kind: "taskSubmitted";
      readonly at: Date;
      readonly state: string;
      readonly attempt: number;
      readonly task: EcsTask;
      /** The container that the job runs in, when the request named one. */
      readonly containerName?: string;
    }
  /** `task` is as ECS described it at its end. */
  | {
      readonly kind: "taskStopped";
      readonly at: Date;
      readonly task: EcsTask;
      readonly error?: string;
      readonly cause?: string;
    }
  | {
      readonly kind: "taskFailed";
      readonly at: Date;
      readonly state: string;
      readonly error: string;
      readonly cause: string;
    }
  /** `state`: the one that failed. */
  | {
      readonly kind: "runEnded";
      readonly at: Date;
      readonly state?: string;
      readonly error?: string;
      readonly cause?: string;
    };

export interface HistoryTracker {
  /** Id of the newest event that was read; 0 before the first. */
  readonly lastId: number;
  /**
   * Reads events in order of their ids. An event after a gap waits until the gap has closed: GetExecutionHistory is
   * eventually consistent. Events that were read before are passed over.
   */
  read(events: readonly HistoryEvent[]): HistoryFact[];
}

/** Where an event belongs: it follows its `previousEventId`, which belongs to the same branch and state. */
interface Place {
  readonly state: string;
  readonly enteredId: number;
  readonly task?: EcsTask;
  readonly containerName?: string;
}

const nowhere: Place = { state: "", enteredId: 0 };

export function createHistoryTracker(): HistoryTracker {
  const places = new Map<number, Place>();
  const attempts = new Map<number, number>();
  const waiting = new Map<number, HistoryEvent>();
  let lastId = 0;

  function readOne(event: HistoryEvent): HistoryFact[] {
    const at = event.timestamp ?? new Date(0);
    const before = places.get(event.previousEventId ?? 0) ?? nowhere;
    const place = placeOf(event, before);
    places.set(event.id ?? 0, place);
    switch (event.type) {
      case "TaskSubmitted": {
        if (event.taskSubmittedEventDetails?.resourceType !== "ecs") return [];
        return readSubmittedTasks(event.taskSubmittedEventDetails.output).map((task) => {
          const attempt = (attempts.get(place.enteredId) ?? 0) + 1;
          attempts.set(place.enteredId, attempt);
          const { containerName } = place;
          return {
            kind: "taskSubmitted",
            at,
            state: place.state,
            attempt,
            task,
            ...(containerName !== undefined && { containerName }),
          };
        });
      }
      case "TaskSucceeded": {
        if (before.task === undefined) return [];
        const described = parseEcsTask(event.taskSucceededEventDetails?.output);
        return [{ kind: "taskStopped", at, task: { ...before.task, ...described } }];
      }
      case "TaskFailed":
        return [failure(at, place.state, before.task, event.taskFailedEventDetails)];
      case "TaskTimedOut":
        return [failure(at, place.state, before.task, event.taskTimedOutEventDetails)];
      case "TaskSubmitFailed":
        return [failure(at, place.state, undefined, event.taskSubmitFailedEventDetails)];
      case "TaskStartFailed":
        return [failure(at, place.state, undefined, event.taskStartFailedEventDetails)];
      case "ExecutionSucceeded":
        return [{ kind: "runEnded", at }];
      case "ExecutionFailed":
        return [ended(at, event.executionFailedEventDetails, before.state)];
      case "ExecutionTimedOut":
        return [ended(at, event.executionTimedOutEventDetails, "")];
      case "ExecutionAborted":
        return [ended(at, event.executionAbortedEventDetails, "")];
      default:
        if (event.stateEnteredEventDetails !== undefined)
          return [{ kind: "stateEntered", at, state: place.state }];
        if (event.stateExitedEventDetails !== undefined)
          return [{ kind: "stateExited", at, state: event.stateExitedEventDetails.name ?? "" }];
        return [];
    }
  }

  return {
    get lastId() {
      return lastId;
    },
    read(events) {
      for (const event of events) if ((event.id ?? 0) > lastId) waiting.set(event.id ?? 0, event);
      const facts: HistoryFact[] = [];
      for (let next = waiting.get(lastId + 1); next !== undefined; next = waiting.get(lastId + 1)) {
        lastId += 1;
        waiting.delete(lastId);
        facts.push(...readOne(next));
      }
      return facts;
    },
  };
}

function placeOf(event: HistoryEvent, before: Place): Place {
  if (event.stateEnteredEventDetails !== undefined)
    return { state: event.stateEnteredEventDetails.name ?? "", enteredId: event.id ?? 0 };
  if (event.type === "TaskScheduled") {
    const containerName = readContainerName(event.taskScheduledEventDetails?.parameters);
    const { state, enteredId } = before;
    return containerName === undefined ? { state, enteredId } : { state, enteredId, containerName };
  }
  if (event.type === "TaskSubmitted" && event.taskSubmittedEventDetails?.resourceType === "ecs") {
    const [task] = readSubmittedTasks(event.taskSubmittedEventDetails.output);
    return task === undefined ? before : { ...before, task };
  }
  return before;
}

/** The container that a RunTask request overrides: the one that runs the job. */
function readContainerName(parameters: string | undefined): string | undefined {
  try {
    const { Overrides } = JSON.parse(parameters ?? "{}") as {
      Overrides?: { ContainerOverrides?: { Name?: unknown }[] };
    };
    const name = Overrides?.ContainerOverrides?.[0]?.Name;
    return typeof name === "string" ? name : undefined;
  } catch {
    // Step Functions cuts long parameters off, which leaves no JSON.
    return undefined;
  }
}

function failure(
  at: Date,
  state: string,
  task: EcsTask | undefined,
  details: { error?: string | undefined; cause?: string | undefined } | undefined,
): HistoryFact {
  const { error = "States.TaskFailed", cause = "" } = details ?? {};
  if (task === undefined) return { kind: "taskFailed", at, state, error, cause };
  return { kind: "taskStopped", at, task: { ...task, ...parseEcsTask(cause) }, error, cause };
}

function ended(
  at: Date,
  details: { error?: string | undefined; cause?: string | undefined } | undefined,
  state: string,
): HistoryFact {
  const { error, cause } = details ?? {};
  return {
    kind: "runEnded",
    at,
    ...(state !== "" && { state }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
