import type { StateDefinition } from "../definition/state-machine.ts";
import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { refused } from "./refused-test.ts";

const invalid = (reason: string) => refused(`Invalid Context object provided: ${reason}`);

type FieldKind = "string" | "number" | "any";

/** What a context object may have. Source: Developer Guide, Accessing execution data from the Context object. */
const contextFields: { readonly [part: string]: { readonly [field: string]: FieldKind } } = {
  Execution: {
    Id: "string",
    Input: "any",
    Name: "string",
    RoleArn: "string",
    StartTime: "string",
    RedriveCount: "number",
    RedriveTime: "string",
  },
  State: { EnteredTime: "string", Name: "string", RetryCount: "number" },
  StateMachine: { Id: "string", Name: "string" },
  Task: { Token: "string" },
};

/** A context object that the caller gives; it is used as it stands. Throws RefusedTest. Recorded on AWS: test_state_context_object. */
export function parseContext(text: string | undefined, state: StateDefinition): JsonObject | undefined {
  if (text === undefined) return undefined;
  const context = parseObject(text);
  for (const [part, value] of Object.entries(context)) checkPart(part, value);
  if (context["Task"] !== undefined && !mayHaveToken(state)) {
    throw invalid(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

function parseObject(text: string): JsonObject {
  let context: Json;
  try {
    context = JSON.parse(text);
  } catch {
    throw invalid("Context object must be valid JSON");
  }
  if (!isObject(context)) throw invalid("Context object must be a JSON object");
  return context;
}

function checkPart(part: string, value: Json): void {
  if (part === "Map") throw invalid("'Map' field is not supported when mocking a Context object");
  const fields = Object.hasOwn(contextFields, part) ? contextFields[part] : undefined;
  if (fields === undefined) throw invalid(`Field '${part}' is not allowed`);
  if (!isObject(value)) throw invalid(`${part} must be an object`);
  for (const [field, content] of Object.entries(value)) {
    const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (kind === undefined) throw invalid(`Field '${field}' is not allowed`);
    if (kind !== "any" && typeof content !== kind) throw invalid(`${part}.${field} must be a ${kind}`);
  }
}

function mayHaveToken(state: StateDefinition): boolean {
  return state.Type === "Task" && /\.(sync|sync:2|waitForTaskToken)$/.test(state.Resource);
}
