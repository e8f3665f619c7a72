/**
 * A flow of `mode: "container"`: all of it in this process, its tasks too. What only a state machine has (AWS's services, tokens, items in S3)
 * is refused in words.
 */
import { AcmeError } from "../acme-error.ts";
import type { Json } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import type { Clock } from "../native/clock.ts";
import { type NativeRun, runAt } from "../native/run.ts";
import { checkParameters, InvalidParameters } from "../parameters/check-parameters.ts";
import type { RunnableFlow } from "./load-module.ts";
import { BadTaskInput } from "./runner-error.ts";

export interface FlowHost {
  readonly clock: Clock;
  readonly random: () => number;
  readonly createId: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The flow's result. Throws `BadTaskInput` for parameters that do not fit; otherwise what the flow throws. */
export async function runWholeFlow(
  flow: RunnableFlow,
  given: Json | undefined,
  signal: AbortSignal,
  host: FlowHost,
): Promise<Json> {
  const { name, parameters: schema } = flow.options;
  const what = `flow "${name}"`;
  // A bad start has an exit code of its own: no retry would help.
  const parameters = schema ? checkStart(schema, given ?? {}, what) : given;
  const { clock, random, createId, environment } = host;
  const run: NativeRun = {
    // Who only waits is told to stop as well.
    clock: {
      now: () => clock.now(),
      wait: (milliseconds, own) => clock.wait(milliseconds, own ? AbortSignal.any([own, signal]) : signal),
    },
    random,
    createId,
    execution: {
      id: environment["ACME_EXECUTION_ARN"] || createId(),
      name: environment["ACME_RUN_NAME"] || createId(),
    },
    signal,
    answerAws: ({ task }) => notInContainer(task, "use the SDK in a task"),
    answerCallback: () => notInContainer("callback()", "wait in a task"),
    readItems: () => notInContainer("reading items from S3", "read them in a task"),
  };
  // The types of parameters and function were matched where the flow was made.
  const result = await runAt({ run, scope: [], hold: undefined }, () => flow(parameters as never));
  return toJson(result, { what: `the result of ${what}`, root: "result" });
}

function checkStart(...check: Parameters<typeof checkParameters>): Json {
  try {
    return checkParameters(...check);
  } catch (error) {
    if (error instanceof InvalidParameters) throw new BadTaskInput(error.message, { cause: error });
    throw error;
  }
}

async function notInContainer(what: string, instead: string): Promise<never> {
  throw new AcmeError(
    "ACME_NOT_IN_CONTAINER",
    `${what} needs a state machine, and this flow runs in a container as a whole: ${instead}, or leave out mode: "container"`,
  );
}
