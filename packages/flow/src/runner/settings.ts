import { BadTaskInput } from "./runner-error.ts";

/** What the container's variables say. */
export interface Settings {
  /** ACME_TASK: the name of a task; or ACME_FLOW: of a flow that runs here as a whole. */
  readonly kind: "task" | "flow";
  readonly name: string;
  /** ACME_TASK_TOKEN: whom to tell. Without it nobody is told but by the exit code. */
  readonly taskToken: string | undefined;
  /**
   * ACME_REPORT: `all`, the default, or `failure` for the task that hands its token on (`callback`): somebody else sends the result and the
   * heartbeats, and may have done so while the task is still at work.
   */
  readonly report: "all" | "failure";
  /** ACME_INPUT: JSON text; without it and without a location the task has no input. For a flow also ACME_PARAMETERS. */
  readonly input: { readonly variable: string; readonly text: string } | undefined;
  /** ACME_INPUT_S3_URI: where the input is instead. For a flow also ACME_PARAMETERS_S3_URI. */
  readonly inputS3Uri: string | undefined;
  /** ACME_RESULT_S3_URI: where a result goes that is too large, or that nobody is told. With a `/` at its end a folder. */
  readonly resultS3Uri: string | undefined;
  /** ACME_HEARTBEAT_SECONDS: how often the state machine wants to hear of the task. Default 90. */
  readonly heartbeatSeconds: number;
  /** ACME_STOP_GRACE_SECONDS: how long a task may take to stop. Default 25; ECS kills 30 s after SIGTERM. */
  readonly stopGraceSeconds: number;
}

/** Throws `BadTaskInput`. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = (name: string) => environment[name] || undefined;
  const seconds = (name: string, otherwise: number) => {
    const text = given(name);
    if (text === undefined) return otherwise;
    if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
    throw new BadTaskInput(`${name} is ${JSON.stringify(text)}; expected a whole number of seconds`);
  };
  const report = given("ACME_REPORT") ?? "all";
  if (report !== "all" && report !== "failure") {
    throw new BadTaskInput(`ACME_REPORT is ${JSON.stringify(report)}; expected "all" or "failure"`);
  }
  const task = given("ACME_TASK");
  const flow = given("ACME_FLOW");
  const name = task ?? flow;
  if (name === undefined) {
    throw new BadTaskInput("ACME_TASK is not set; expected the name of a task, or of a flow in ACME_FLOW");
  }
  if (task !== undefined && flow !== undefined) {
    throw new BadTaskInput(`ACME_TASK is "${task}" and ACME_FLOW is "${flow}"; expected one of the two`);
  }
  // What brings a job's parameters.
  const ofFlow = (variable: string) => (flow === undefined ? undefined : given(variable));
  const text = (variable: string, find: typeof given) => {
    const found = find(variable);
    return found === undefined ? undefined : { variable, text: found };
  };
  return {
    kind: flow === undefined ? "task" : "flow",
    name,
    taskToken: given("ACME_TASK_TOKEN"),
    report,
    input: text("ACME_PARAMETERS", ofFlow) ?? text("ACME_INPUT", given),
    inputS3Uri: ofFlow("ACME_PARAMETERS_S3_URI") ?? given("ACME_INPUT_S3_URI"),
    resultS3Uri: given("ACME_RESULT_S3_URI"),
    heartbeatSeconds: seconds("ACME_HEARTBEAT_SECONDS", 90),
    stopGraceSeconds: seconds("ACME_STOP_GRACE_SECONDS", 25),
  };
}
