import type { QueryLanguage } from "../../definition/query-language.ts";
import type { TaskState } from "../../definition/task-state.ts";
import type { Json } from "../../json/json.ts";
import { isObject } from "../../json/object.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import type { Evaluation } from "../../query/evaluation.ts";
import { compileJsonataTemplate, type Template } from "../../query/jsonata-template.ts";
import { compilePayloadTemplate } from "../../query/payload-template.ts";
import { compileCatchers } from "../catch.ts";
import { dataLimitExceeded, type Failure, runtimeError, toEventDetails, toFailure } from "../failure.ts";
import { compileNumber } from "../number-field.ts";
import { maxPayloadBytes } from "../quotas.ts";
import { compileRetriers } from "../retry.ts";
import { plainState, type State } from "../state.ts";
import { taskEvents } from "../task-events.ts";
import { completeArguments, parseTaskResource, type TaskResource } from "../task-resource.ts";
import type { Visit } from "../visit.ts";

/** Seconds of a timeout or heartbeat. Source: Amazon States Language, Timeouts and heartbeats. */
const secondsRange = { least: 1, most: 99_999_999 };

export function compileTask(name: string, definition: TaskState, language: QueryLanguage): State {
  // What is no ARN of a known kind is handed to the host as a function's is; the host says that it knows none.
  const resource: TaskResource = parseTaskResource(definition.Resource) ?? {
    kind: "lambda",
    arn: definition.Resource,
  };
  const flow = compileDataFlow(definition, language);
  const readTimeout = compileNumber("TimeoutSeconds", definition, language, secondsRange);
  const readHeartbeat = compileNumber("HeartbeatSeconds", definition, language, secondsRange);
  const readCredentials = compileCredentials(definition.Credentials, language);
  const waitsForToken = resource.kind === "service" && resource.waitsForToken;
  const subject = resource.kind === "service" ? resource.resourceType : resource.arn;

  function succeed(visit: Visit, output: Visit["input"]): void {
    const { run, branch } = visit;
    const evaluation = withToken(visit.evaluation(), tokenOf(visit));
    run.tasks.finish(visit);
    run.history.write(branch, ...taskEvents(resource).succeeded(output.text));
    const outcome = flow.withResult(evaluation, output.value);
    run.exit(visit, outcome, definition.Next, outcome.output === output.value ? output.text : undefined);
  }

  function fail(visit: Visit, failure: Failure): void {
    const { run, branch } = visit;
    run.tasks.finish(visit);
    run.history.write(branch, ...taskEvents(resource).failed(toEventDetails(failure)));
    run.fail(visit, failure);
  }

  return {
    ...plainState,
    name,
    type: "Task",
    next: definition.Next,
    canAbort: true,
    countsRetries: true,
    retriers: compileRetriers(definition.Retry),
    catchers: compileCatchers(definition.Catch, language),

    start(visit) {
      const { run, input } = visit;
      // Recorded on AWS: test_activity_task_on_deleted.
      const problem = run.environment.findResourceProblem?.(definition.Resource);
      if (problem !== undefined) throw runtimeError(problem);
      const token = waitsForToken ? run.environment.createId() : undefined;
      const evaluation = withToken(visit.evaluation(), token);
      const given = flow.workInput(evaluation);
      const args = isObject(given) ? completeArguments(resource, given) : given;
      const timeoutSeconds = readTimeout(evaluation);
      const heartbeatSeconds = readHeartbeat(evaluation);
      const credentials = readCredentials?.(evaluation);
      const facts = {
        resource: definition.Resource,
        arguments: args,
        stateName: name,
        attempt: visit.retryCount,
        ...(token === undefined ? undefined : { taskToken: token }),
        ...(credentials === undefined ? undefined : { credentials }),
        ...(timeoutSeconds === undefined ? undefined : { timeoutSeconds }),
        ...(heartbeatSeconds === undefined ? undefined : { heartbeatSeconds }),
      };
      run.tasks.start(visit, resource, facts, args === input.value ? input.text : JSON.stringify(args));
    },

    taskSucceeded(visit, output) {
      if (!output.isLargerThan(maxPayloadBytes)) return succeed(visit, output);
      const { error, cause } = dataLimitExceeded(subject);
      fail(visit, toFailure(error, cause));
    },

    taskFailed: fail,

    timerFired(visit, timerId) {
      const { run, branch, progress } = visit;
      const missedHeartbeat = progress?.kind === "task" && progress.heartbeatTimerId === timerId;
      run.tasks.cancel(visit);
      run.history.write(branch, ...taskEvents(resource).timedOut("States.Timeout"));
      // Recorded on AWS: test_heartbeat_timeout; the error is States.Timeout, retriers and catchers may name the other.
      run.fail(visit, {
        error: "States.Timeout",
        ...(missedHeartbeat ? { alias: "States.HeartbeatTimeout" } : undefined),
      });
    },
  };
}

function tokenOf({ progress }: Visit): string | undefined {
  return progress?.kind === "task" ? progress.request.taskToken : undefined;
}

function withToken(evaluation: Evaluation, token: string | undefined): Evaluation {
  return token === undefined ? evaluation : evaluation.withContext({ Task: { Token: token } });
}

function compileCredentials(
  credentials: { [field: string]: Json } | undefined,
  language: QueryLanguage,
): Template | undefined {
  if (credentials === undefined) return undefined;
  if (language === "JSONata") return compileJsonataTemplate(credentials, "Credentials");
  const fill = compilePayloadTemplate(credentials);
  return (evaluation) => fill(evaluation, evaluation.input);
}
