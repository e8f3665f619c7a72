import { stripTypeScriptTypes } from "node:module";
import { validateDefinition } from "@acme-engine/asl";
import jsonata from "jsonata";
import { VirtualHost } from "../../../../asl/src/testing/virtual-host.ts";
import * as engine from "../../../../flow/src/index.ts";
import { runFlow } from "../../../../flow/src/testing.ts";
import type { Json } from "../../json.ts";
import { type CompiledFlow, compileFlow } from "../compile-flow.ts";
import { formatDiagnostic } from "../source/format-diagnostic.ts";

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

/** What is used where a test does not care how a task is run. */
export function toPlainTaskState(
  { name }: { name: string },
  input: Json,
): { Resource: string; Arguments: Json } {
  return { Resource: `${resourcePrefix}${name}`, Arguments: input };
}

/** Compiles the only flow of a module, and holds the definition against the validator and its expressions against `jsonata@2.0.6`; throws what is wrong, as people see it. */
export function compileValid(source: string): CompiledFlow {
  const result = compileFlow({ source, path: "flow.ts", toTaskState: toPlainTaskState });
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

/** The state machine in the interpreter. */
export function interpret({ definition }: CompiledFlow, input: Json, answers: Answers): Outcome {
  const calls: string[] = [];
  const counts = createCounts();
  const host = new VirtualHost(definition, {
    input,
    answer({ resource, arguments: parameters }) {
      const name = resource.slice(resourcePrefix.length);
      calls.push(`${name} ${toSortedText(parameters)}`);
      return answers(name, parameters, counts(name));
    },
  }).run();
  if (host.execution.status === "SUCCEEDED") return { output: host.output ?? null, calls };
  const { error = "", cause = "" } = host.execution;
  return { error, cause, calls };
}

/** The function itself, with stand-ins for its tasks. */
export async function callNatively(source: string, input: Json, answers: Answers): Promise<Outcome> {
  const calls: string[] = [];
  const counts = createCounts();
  const { flow, errorClasses } = loadFlow(source);
  const run = await runFlow(flow, input, {
    onTask({ task: name, input: taskInput }) {
      const parameters = (taskInput === undefined ? null : JSON.parse(JSON.stringify(taskInput))) as Json;
      calls.push(`${name} ${toSortedText(parameters)}`);
      const answer = answers(name, parameters, counts(name));
      if ("output" in answer) return answer.output;
      throw new (errorClasses[answer.error] ?? namedClass(answer.error))(answer.cause);
    },
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
  const [, exported = ""] = /^export const (\w+) = flow\(/m.exec(plain) ?? [];
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
