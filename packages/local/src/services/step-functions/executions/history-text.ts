/**
 * How a burst's events lie in the store: one line an event. Most events enter or leave a state or belong to an iteration; those are
 * tab-separated fields, payloads as they stand, without their ids, for they follow each other. Any other event is JSON. Half the
 * size of a JSON array and a quarter of the time, which is what most of an execution's writing is.
 *
 *     {"id":1,"previousEventId":0,"timestamp":1767225600000,"type":"ExecutionStarted",…}
 *     0→1767225600000→PassStateEntered→Step→{"value":1}
 *     →→PassStateExited→Step→          empty: behind the event before it, at its time, with its payload
 */
import type { HistoryEvent } from "@acme-engine/asl";

/** `events`: at least one, ids without a gap. */
export function encodeEvents(events: readonly HistoryEvent[]): string {
  let text = "";
  let last = "";
  let time = 0;
  for (const event of events) {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
    const details = entered ?? exited;
    if (details === undefined) {
      text += encodeIteration(event, time) ?? encodeWhole(event);
      time = event.timestamp;
      continue;
    }
    const { name } = details;
    const payload = entered ? entered["input"] : details["output"];
    if (!isPlainField(name) || !isLine(payload) || Object.keys(details).length !== 3) {
      text += encodeWhole(event);
      time = event.timestamp;
      continue;
    }
    text += `${encodePlace(event, time)}\t${name}\t${payload === last ? "" : payload}\n`;
    last = payload;
    time = event.timestamp;
  }
  return text;
}

/** MapIterationStarted and its kin say which item of which state, and nothing else. */
function encodeIteration(event: HistoryEvent, time: number): string | undefined {
  const key = iterationDetails(event.type);
  const details = key === undefined ? undefined : event[key];
  if (details === undefined || !isPlainField(details["name"])) return undefined;
  return `${encodePlace(event, time)}\t${details["name"]}\t${String(details["index"])}\n`;
}

function encodePlace({ id, previousEventId, timestamp, type }: HistoryEvent, time: number): string {
  return `${previousEventId === id - 1 ? "" : previousEventId}\t${timestamp === time ? "" : timestamp}\t${type}`;
}

function encodeWhole(event: HistoryEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** `firstId`: of the first event. Stores of earlier engines have JSON arrays. */
export function decodeEvents(text: string, firstId: number): HistoryEvent[] {
  if (text.startsWith("[")) return JSON.parse(text);
  let last = "";
  let time = 0;
  return text
    .slice(0, -1)
    .split("\n")
    .map((line, offset) => {
      const id = firstId + offset;
      if (line.startsWith("{")) {
        const whole = { id, ...JSON.parse(line) } as HistoryEvent;
        time = whole.timestamp;
        return whole;
      }
      const [previous, timestamp, type = "", name, ...rest] = line.split("\t");
      if (timestamp) time = Number(timestamp);
      const event: HistoryEvent = {
        id,
        previousEventId: previous ? Number(previous) : id - 1,
        timestamp: time,
        type,
      };
      // A payload may hold tabs.
      const field = rest.join("\t");
      const key = iterationDetails(type);
      if (key !== undefined) {
        event[key] = { name, index: Number(field) };
        return event;
      }
      last = field === "" ? last : field;
      if (type.endsWith("Entered")) {
        event["stateEnteredEventDetails"] = { name, input: last, inputDetails: { truncated: false } };
      } else event["stateExitedEventDetails"] = { name, output: last, outputDetails: { truncated: false } };
      return event;
    });
}

function iterationDetails(type: string): `${string}EventDetails` | undefined {
  return type.startsWith("MapIteration")
    ? `mapIteration${type.slice("MapIteration".length)}EventDetails`
    : undefined;
}

const isPlainField = (value: unknown): value is string => typeof value === "string" && !/[\t\n]/.test(value);

/** A payload is never empty, for it is JSON; one that its sender wrote over several lines is no line. */
const isLine = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && !value.includes("\n");
