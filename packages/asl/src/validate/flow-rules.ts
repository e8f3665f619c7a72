import type { StateType } from "../definition/state-machine.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { checkChoices } from "./choice-rules.ts";
import { checkErrorHandlers } from "./error-handler-rules.ts";
import { checkMap } from "./map-rules.ts";
import type { Report } from "./report.ts";
import { exclusiveFields, requiredFields, stateFields } from "./state-fields.ts";
import { checkTask } from "./task-rules.ts";

/** What rules deep inside have to know of the whole. */
export interface MachineFacts {
  readonly type: "STANDARD" | "EXPRESS";
  readonly language: QueryLanguage;
  /** Where each name was first seen. */
  readonly stateNames: Map<string, string>;
  readonly labels: Set<string>;
}

/** Characters of a state's name. Source: Amazon States Language, States. */
const maxNameLength = 80;

const topFields = ["Comment", "StartAt", "States", "QueryLanguage", "Version", "TimeoutSeconds"];
const innerFields = ["Comment", "StartAt", "States"];
const processorFields = [...innerFields, "ProcessorConfig"];

/** A machine, a branch or an item processor; `location` is empty for the machine. */
export function checkFlow(
  flow: JsonObject,
  location: string,
  machine: MachineFacts,
  report: Report,
  kind: "machine" | "branch" | "processor" = "machine",
): void {
  const place = location === "" ? "/" : location;
  const known = { machine: topFields, branch: innerFields, processor: processorFields }[kind];
  for (const field of Object.keys(flow)) {
    if (!known.includes(field)) report.schema(`Field '${field}' is not supported`, place);
  }
  // Recorded on AWS: test_validate_state_machine_definition_not_a_definition[EMPTY_DICT]; the order is AWS's.
  const missing = ["States", "StartAt"].filter((field) => flow[field] === undefined);
  if (missing.length > 0) report.schema(`These fields are required: [${missing.join(", ")}]`, place);
  const { StartAt, States } = flow;
  if (StartAt !== undefined && typeof StartAt !== "string") {
    report.schema("Expected value of type String", `${location}/StartAt`);
  }
  if (States === undefined) return;
  if (!isObject(States)) return report.schema("Expected value of type Object", `${location}/States`);
  for (const [name, state] of Object.entries(States)) {
    checkState(name, state, `${location}/States/${name}`, machine, report);
  }
}

function checkState(
  name: string,
  state: Json,
  location: string,
  machine: MachineFacts,
  report: Report,
): void {
  checkName(name, location, machine, report);
  if (!isObject(state)) return report.schema("Expected value of type Object", location);
  const { Type: type, QueryLanguage: own } = state;
  if (type === undefined) return report.schema("These fields are required: [Type]", location);
  if (!isStateType(type)) {
    return report.schema(
      `Value must be one of the following: [${Object.keys(stateFields).join(", ")}]`,
      `${location}/Type`,
    );
  }
  // Measured on AWS: floci #2968.
  if (own === "JSONPath" && machine.language === "JSONata") {
    report.schema(
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      location,
    );
  }
  const language = own === "JSONata" || own === "JSONPath" ? own : machine.language;
  checkFields(state, type, language, location, report);
  checkErrorHandlers(state, language, location, report);
  if (type === "Task") checkTask(state, language, machine.type, location, report);
  if (type === "Choice") checkChoices(state, language, location, report);
  if (type === "Parallel") checkBranches(state, location, machine, report);
  if (type === "Map") checkMap(state, language, location, machine, report, checkFlow);
}

function checkName(name: string, location: string, machine: MachineFacts, report: Report): void {
  if (name === "") report.add("INVALID_STATE_NAME", "A state's name must not be empty", location);
  if (name.length > maxNameLength) {
    report.add("INVALID_STATE_NAME", `A state's name must not exceed ${maxNameLength} characters`, location);
  }
  const first = machine.stateNames.get(name);
  if (first === undefined) machine.stateNames.set(name, location);
  else report.add("DUPLICATE_STATE_NAME", `Duplicate State name: ${name}`, location);
}

function isStateType(type: Json): type is StateType {
  return typeof type === "string" && Object.hasOwn(stateFields, type);
}

function checkFields(
  state: JsonObject,
  type: StateType,
  language: QueryLanguage,
  location: string,
  report: Report,
): void {
  const other = language === "JSONata" ? "JSONPath" : "JSONata";
  for (const [field, value] of Object.entries(state)) {
    const rules = Object.hasOwn(stateFields[type], field) ? stateFields[type][field] : undefined;
    const rule = rules?.[language];
    if (rule !== undefined) rule(value, `${location}/${field}`, report);
    // Measured on AWS: floci #2968, #2735.
    else if (rules?.[other] !== undefined) {
      report.schema(
        `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
        location,
      );
    } else report.schema(`Field '${field}' is not supported`, location);
  }
  const missing = requiredFields[type].filter((field) => state[field] === undefined);
  if (missing.length > 0) report.schema(`These fields are required: [${missing.join(", ")}]`, location);
  for (const { fields, required } of exclusiveFields[type]) {
    const present = fields.filter(
      (field) => state[field] !== undefined && !(field === "End" && state[field] === false),
    );
    if (present.length > 1 || (required && present.length === 0)) {
      // Measured on AWS: floci #3733.
      const count = required ? "There should be exactly one" : "There should only be one";
      report.schema(`${count} of the following fields: [${fields.join(", ")}]`, location);
    }
  }
}

function checkBranches(state: JsonObject, location: string, machine: MachineFacts, report: Report): void {
  const { Branches } = state;
  if (!Array.isArray(Branches)) return;
  if (Branches.length === 0) report.schema("There must be at least one branch", `${location}/Branches`);
  for (const [index, branch] of Branches.entries()) {
    const place = `${location}/Branches[${index}]`;
    if (isObject(branch)) checkFlow(branch, place, machine, report, "branch");
    else report.schema("Expected value of type Object", place);
  }
}
