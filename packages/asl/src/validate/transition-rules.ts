import { isObject, type JsonObject } from "../json/object.ts";
import type { Report } from "./report.ts";

/**
 * Every target exists, every state can be reached, and there is an end. Runs on definitions whose fields are in order.
 * Measured on AWS: floci #2735, #2786; a flow without an end is told without a location, and hides what cannot be reached.
 */
export function checkTransitions(flow: JsonObject, report: Report, location = ""): void {
  const States = isObject(flow["States"]) ? flow["States"] : {};
  const reached = new Set<string>();
  checkTarget(flow["StartAt"], `${location}/StartAt`);
  for (const [name, state] of Object.entries(States)) {
    if (!isObject(state)) continue;
    for (const [target, field] of targetsOf(state))
      checkTarget(target, `${location}/States/${name}/${field}`);
  }
  if (!Object.values(States).some(endsFlow))
    report.add("MISSING_END_STATE", "Workflow has no terminal state");
  else {
    for (const name of Object.keys(States)) {
      if (reached.has(name)) continue;
      report.add(
        "MISSING_TRANSITION_TARGET",
        `State "${name}" is not reachable.`,
        `${location}/States/${name}`,
      );
    }
  }
  for (const [name, state] of Object.entries(States)) {
    if (isObject(state)) checkInnerFlows(state, `${location}/States/${name}`, report);
  }

  function checkTarget(target: unknown, place: string): void {
    if (typeof target !== "string") return;
    reached.add(target);
    if (Object.hasOwn(States, target)) return;
    report.add("MISSING_TRANSITION_TARGET", `Missing 'Next' target: ${target}`, place);
  }
}

/** Where a state may lead, and by which field. */
function* targetsOf(state: JsonObject): Generator<[target: unknown, field: string]> {
  const { Next, Default, Choices, Catch } = state;
  if (Next !== undefined) yield [Next, "Next"];
  for (const [field, list] of Object.entries({ Choices, Catch })) {
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) {
      if (isObject(item)) yield [item["Next"], `${field}[${index}]/Next`];
    }
  }
  if (Default !== undefined) yield [Default, "Default"];
}

function endsFlow(state: unknown): boolean {
  return (
    isObject(state) && (state["End"] === true || state["Type"] === "Succeed" || state["Type"] === "Fail")
  );
}

function checkInnerFlows(state: JsonObject, location: string, report: Report): void {
  const { Branches, ItemProcessor, Iterator } = state;
  if (Array.isArray(Branches)) {
    for (const [index, branch] of Branches.entries()) {
      if (isObject(branch)) checkTransitions(branch, report, `${location}/Branches[${index}]`);
    }
  }
  for (const [field, flow] of Object.entries({ ItemProcessor, Iterator })) {
    if (isObject(flow)) checkTransitions(flow, report, `${location}/${field}`);
  }
}
