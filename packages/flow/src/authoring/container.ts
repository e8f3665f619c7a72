import { toBoundaryError } from "../errors/to-boundary-error.ts";
import { TaskFailed } from "../errors/task-errors.ts";
import { callTask } from "../native/call-task.ts";
import { type CallArguments, describe } from "./callable.ts";
import { checkTaskOptions, type TaskOptions } from "./task-options.ts";

/** A container of any image as a task. */
export interface ContainerOptions extends TaskOptions {
  image: string;
  /** Default: the image's own. */
  command?: readonly string[];
}

/** What is known of a container that has ended well. Its output is in its log, and wherever it put it. */
export interface ContainerResult {
  taskArn: string;
  exitCode: number;
}

export interface ContainerTask<Input> {
  /** Rejects with `TaskFailed` when the container ends with another exit code than 0. */
  (...input: CallArguments<Input>): Promise<ContainerResult>;
  readonly kind: "container";
  readonly options: ContainerOptions;
}

/**
 * A task that is an image and a command; its input is in the variable ACME_INPUT, as JSON text. Called in this process it starts nothing:
 * `runFlow`'s `onTask` answers for it, and where nothing answers the call is refused.
 */
export function container<Input = void>(options: ContainerOptions): ContainerTask<Input> {
  checkTaskOptions(options);
  const call = async (input?: unknown) => {
    const result = await callTask(options, refuse, input);
    if (isResult(result)) {
      if (result.exitCode === 0) return result;
      throw toBoundaryError(
        new TaskFailed(`container "${options.name}" ended with exit code ${result.exitCode}`),
      );
    }
    throw new TypeError(
      `container "${options.name}" was answered with ${JSON.stringify(result)}; expected { taskArn, exitCode }`,
    );
  };
  const refuse = () => {
    throw new TaskFailed(
      `container "${options.name}" does not run in this process: call the flow with runFlow() of acme-engine/testing and answer for it in onTask`,
    );
  };
  return describe(call, options.name, { kind: "container" as const, options });
}

function isResult(value: unknown): value is ContainerResult {
  return (
    typeof value === "object" &&
    value !== null &&
    "exitCode" in value &&
    typeof value.exitCode === "number" &&
    "taskArn" in value &&
    typeof value.taskArn === "string"
  );
}
