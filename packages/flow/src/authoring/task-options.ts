import { AcmeError } from "../acme-error.ts";
import { type RetryRule, toRetriers } from "../retry/retry-rule.ts";

/** How often and how long something is tried. */
export interface StepOptions {
  /** How often to try again after any error. Default 0. */
  retries?: number;
  /** Seconds before each retry. Default 10. */
  retryDelaySeconds?: number;
  /** Rules for errors by their class; they come before `retries`. */
  retry?: readonly RetryRule[];
  /** After that an attempt is over, with `TaskTimedOut`. Default: no limit. */
  timeoutSeconds?: number;
}

/** How a task is called and where it runs. A native call observes retries and timeouts; the rest is for the container. */
export interface TaskOptions extends StepOptions {
  /** Unique within a project: letters, digits, `-` and `_`, at most 80. */
  name: string;
  description?: string;
  tags?: readonly string[];
  /**
   * How soon a container that has died is noticed. It counts from the start of the container on, so it has to be longer than an image takes
   * to be pulled, and shorter than `timeoutSeconds`. Default: the deployment's.
   */
  heartbeatSeconds?: number;
  /** CPU units, 1024 for a core. Default: the deployment's. */
  cpu?: number;
  /** MiB. Default: the deployment's. */
  memory?: number;
  /** Default: the deployment's. */
  image?: string;
  /** Environment variables of the container. */
  env?: Readonly<Record<string, string>>;
  /** Environment variables by the ARN of their secret. */
  secrets?: Readonly<Record<string, string>>;
  /** Run on Fargate Spot. Default false. */
  spot?: boolean;
}

/** The retry rules of a step, in the order in which they are tried. */
export function retryRulesOf({ retry = [], retries = 0, retryDelaySeconds }: StepOptions): RetryRule[] {
  if (retries === 0) return [...retry];
  return [
    ...retry,
    { retries, ...(retryDelaySeconds === undefined ? {} : { delaySeconds: retryDelaySeconds }) },
  ];
}

/** Throws `AcmeError` (ACME_TASK_OPTIONS, ACME_RETRY) for what no task could be started with. */
export function checkTaskOptions(options: TaskOptions): void {
  checkName("task", options.name);
  toRetriers(retryRulesOf(options));
  checkSeconds(`task "${options.name}"`, options);
}

/** Throws `AcmeError` (ACME_TASK_OPTIONS). */
export function checkSeconds(
  what: string,
  options: { timeoutSeconds?: number; heartbeatSeconds?: number },
): void {
  const { timeoutSeconds = Infinity, heartbeatSeconds } = options;
  const refuse = (field: keyof typeof options, expected: string): never => {
    throw new AcmeError(
      "ACME_TASK_OPTIONS",
      `${field} of ${what} is ${options[field]}; expected ${expected}`,
    );
  };
  for (const field of ["timeoutSeconds", "heartbeatSeconds"] as const) {
    const seconds = options[field];
    if (seconds === undefined || (Number.isInteger(seconds) && seconds > 0)) continue;
    refuse(field, "a whole number of at least 1");
  }
  // Source: Amazon States Language, "Timeouts": HeartbeatSeconds must be smaller than TimeoutSeconds.
  if (heartbeatSeconds !== undefined && heartbeatSeconds >= timeoutSeconds) {
    refuse("heartbeatSeconds", `less than its timeoutSeconds, ${timeoutSeconds}`);
  }
}

/** Throws `AcmeError` (ACME_NAME) for a name that states, containers and logs cannot have. */
export function checkName(kind: "task" | "flow", name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(name)) return;
  throw new AcmeError("ACME_NAME", `${JSON.stringify(name)} is no name for a ${kind}`, {
    hint: "Use 1 to 80 letters, digits, - and _, and begin with a letter or digit.",
  });
}
