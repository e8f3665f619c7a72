import { stripTypeScriptTypes } from "node:module";
import { validateDefinition } from "@acme-engine/asl";
import jsonata from "jsonata";
import { VirtualHost } from "../../../../asl/src/testing/virtual-host.ts";
import * as engine from "../../../../flow/src/index.ts";
import { runFlow } from "../../../../flow/src/testing.ts";
import type { Json, JsonObject } from "../../json.ts";
import { type CompiledFlow, compileFlow } from "../compile-flow.ts";
import type { Action } from "../graph/action.ts";
import { formatDiagnostic } from "../source/format-diagnostic.ts";
import type { TypeOracle } from "../types/type-oracle.ts";

/** How a flow ended, and the tasks that it called, in order. */
export interface Outcome {
  output?: Json;
  error?: string;
  cause?: string;
  calls: string[];
}

/** What a task of a test gives: a result, or an error. */
export type Answer = { output: Json } | { error: string; cause: string };
export type Answers = (name: string, input: Json, count: number) => Answer;

const resourcePrefix = "arn:aws:lambda:us-east-1:111122223333:function:";
const callbackResource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const flowResource = "arn:aws:states:::states:startExecution.sync:2";

/** What is used where a test does not care how a task is run; `TestHost` in this file reads it back. */
export function toPlainTaskState({ kind, name }: Action, input: Json): JsonObject {
  switch (kind) {
    case "task":
      return { Resource: `${resourcePrefix}${name}`, Arguments: input };
    case "container":
      return { Resource: `${resourcePrefix}${name}:${kind}`, Arguments: input };
    case "callback":
      return { Resource: callbackResource, Arguments: { FunctionName: name, Payload: input } };
    case "flow":
      return { Resource: flowResource, Arguments: { StateMachineArn: name, Input: input } };
  }
}

/** Compiles the only flow of a module, and holds the definition against the validator and its expressions against `jsonata@2.0.6`; throws what is wrong, as people see it. */
export function compileValid(source: string, flow?: string, types?: TypeOracle): CompiledFlow {
  const result = compileFlow({
    source,
    path: "flow.ts",
    toTaskState: toPlainTaskState,
    ...(flow === undefined ? {} : { flow }),
    ...(types === undefined ? {} : { types }),
  });
  if (result.compiled === undefined) {
    throw new Error(result.diagnostics.map((one) => formatDiagnostic(one, source, "flow.ts")).join("\n\n"));
  }
  const problems = validateDefinition(JSON.stringify(result.compiled.definition));
  if (problems.length > 0)
    throw new Error(`${JSON.stringify(problems)}\n${JSON.stringify(result.compiled.definition, null, 1)}`);
  for (const text of expressionsIn(result.compiled.definition)) jsonata(text);
  return result.compiled;
}

/** The texts of all `{% … %}`. */
export function expressionsIn(value: Json): string[] {
  if (typeof value === "string") return value.startsWith("{%") ? [value.slice(2, -2).trim()] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

/** The state machine in the interpreter; `flows` are those that it calls. */
export function interpret(
  { definition }: CompiledFlow,
  input: Json,
  answers: Answers,
  flows: readonly CompiledFlow[] = [],
): Outcome {
  const calls: string[] = [];
  const counts = createCounts();
  const ask = (name: string, parameters: Json): Answer => {
    calls.push(`${name} ${withoutToken(toSortedText(parameters))}`);
    return answers(name, parameters, counts(name));
  };
  const run = (machine: JsonObject, given: Json): Pick<Outcome, "output" | "error" | "cause"> => {
    const host = new VirtualHost(machine, {
      input: given,
      answer({ resource, arguments: parameters }) {
        if (resource === callbackResource) {
          const { FunctionName, Payload } = parameters as { FunctionName: string; Payload: Json };
          const asked = ask(FunctionName, Payload);
          return "output" in asked ? answers("callback", Payload, counts("callback")) : asked;
        }
        if (resource === flowResource)
          return runOther(parameters as { StateMachineArn: string; Input: Json });
        if (!resource.startsWith(resourcePrefix)) return ask(resource, parameters);
        const [name = "", kind] = resource.slice(resourcePrefix.length).split(":");
        const answer = ask(name, parameters);
        return kind === "container" ? toEcsAnswer(answer) : answer;
      },
    }).run();
    if (host.execution.status === "SUCCEEDED") return { output: host.output ?? null };
    const { error = "", cause = "" } = host.execution;
    return { error, cause };
  };
  /** As `.sync:2` tells of an execution. */
  const runOther = ({ StateMachineArn, Input }: { StateMachineArn: string; Input: Json }): Answer => {
    const { output, error, cause } = run(
      flows.find(({ name }) => name === StateMachineArn)?.definition ?? {},
      Input,
    );
    if (error === undefined) return { output: { Output: output ?? null, Status: "SUCCEEDED" } };
    const described = { ExecutionArn: "arn", Error: error, Cause: cause, Status: "FAILED" };
    return { error: "States.TaskFailed", cause: JSON.stringify(described) };
  };
  return { ...run(definition, input), calls };
}

/** As `ecs:runTask.sync` tells of a container. */
function toEcsAnswer(answer: Answer): Answer {
  if (!("output" in answer)) return answer;
  const { taskArn, exitCode } = answer.output as { taskArn: string; exitCode: number };
  return { output: { TaskArn: taskArn, Containers: [{ Name: "main", ExitCode: exitCode }] } };
}

function withoutToken(text: string): string {
  return text.replaceAll(/"token":"[^"]*"/g, '"token":"…"');
}

/** The function itself, with stand-ins for its tasks. */
export async function callNatively(source: string, input: Json, answers: Answers): Promise<Outcome> {
  const calls: string[] = [];
  const counts = createCounts();
  const { flow, errorClasses } = loadFlow(source);
  const give = (answer: Answer): Json => {
    if ("output" in answer) return answer.output;
    throw new (errorClasses[answer.error] ?? namedClass(answer.error))(answer.cause);
  };
  const run = await runFlow(flow, input, {
    onTask({ task: name, input: taskInput }) {
      const parameters = (taskInput === undefined ? null : JSON.parse(JSON.stringify(taskInput))) as Json;
      calls.push(`${name} ${withoutToken(toSortedText(parameters))}`);
      return give(answers(name, parameters, counts(name)));
    },
    onAws: ({ resource, input: given }) => {
      const parameters = JSON.parse(JSON.stringify(given ?? {})) as Json;
      calls.push(`${resource} ${withoutToken(toSortedText(parameters))}`);
      return give(answers(resource, parameters, counts(resource)));
    },
    onItems: (source) => (source.format === "csv" ? [{ n: "1" }, { n: "4" }] : []),
    onCallback: () => give(answers("callback", null, counts("callback"))),
  });
  if (run.status === "SUCCEEDED")
    return {
      output: (run.output === undefined ? null : JSON.parse(JSON.stringify(run.output))) as Json,
      calls,
    };
  return { error: run.error, cause: run.cause, calls };
}

type ErrorClasses = Record<string, new (message: string) => Error>;

function namedClass(name: string): new (message: string) => Error {
  return { [name]: class extends engine.FlowError {} }[name] ?? Error;
}

/** The module's flow and error classes: types taken off, its import answered by hand. */
function loadFlow(source: string): { flow: engine.Flow<Json, Json>; errorClasses: ErrorClasses } {
  const plain = stripTypeScriptTypes(source).replace(
    /^import (\{[^}]*\}) from "acme-engine";/m,
    (_all, names: string) => `const ${names} = engine;`,
  );
  // The last one: those before it are called by it.
  const [, exported = ""] = [...plain.matchAll(/^export const (\w+) = flow\(/gm)].at(-1) ?? [];
  const classes = [...plain.matchAll(/^class (\w+)/gm)].map(([, name]) => name ?? "");
  const text = `${plain.replaceAll(/^export /gm, "")}\nreturn { flow: ${exported}, errorClasses: { ${classes.join(", ")} } };`;
  // The text is a test's own.
  return new Function("engine", text)(engine) as ReturnType<typeof loadFlow>;
}

function createCounts(): (name: string) => number {
  const counts = new Map<string, number>();
  return (name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count;
  };
}

/** JSON with sorted keys: the order of keys is not part of a meaning. */
export function toSortedText(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
