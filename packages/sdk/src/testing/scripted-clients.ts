import { createAwsClients } from "../aws-clients.ts";
import type { AwsClients } from "../aws-clients.ts";

/** Answers by operation name, e.g. `DescribeExecution`. A thrown error is what the service answers. */
export type Script = Readonly<Record<string, (input: Record<string, unknown>) => object>>;

export interface ScriptedClients {
  readonly clients: AwsClients;
  /** The operations that were called, in order. */
  readonly calls: string[];
}

/** An error as an AWS SDK client throws it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

/** Real clients whose calls end at a script, before anything is put on a wire. */
export function createScriptedClients(
  script: Script,
  { logDelayMs = 0, isAws = false }: { logDelayMs?: number; isAws?: boolean } = {},
): ScriptedClients {
  const made = createAwsClients({ endpoint: "http://127.0.0.1:9" });
  const calls: string[] = [];
  const answer = (operation: string, input: unknown): object => {
    calls.push(operation);
    const row = script[operation];
    if (row === undefined) throw new Error(`The script has no answer to ${operation}`);
    return row(input as Record<string, unknown>);
  };
  const { cloudFormation, ecs, logs, s3, stepFunctions, sts } = made;
  for (const { middlewareStack } of [cloudFormation, ecs, logs, s3, stepFunctions, sts]) {
    // The clients' stacks differ in their input types only, which the script does not know either.
    const stack = middlewareStack as unknown as (typeof sts)["middlewareStack"];
    stack.add(
      (_next, context) => async (args) => ({
        // What a script leaves out, a service may leave out too.
        output: {
          $metadata: {},
          ...answer(String(context.commandName).replace(/Command$/, ""), args.input),
        } as never,
        response: {},
      }),
      { step: "initialize", priority: "high", name: "script" },
    );
  }
  return {
    calls,
    clients: {
      cloudFormation,
      ecs,
      logs,
      s3,
      stepFunctions,
      sts,
      target: made.target,
      isAws,
      logDelayMs,
      close: made.close,
    },
  };
}
