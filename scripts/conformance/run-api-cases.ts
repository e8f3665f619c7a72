import {
  type ApiCase,
  reasonToSkip,
  replayApiCase,
} from "../../packages/local/src/services/step-functions/testing/replay-api.ts";
import {
  createReplayWorld,
  type ReplayWorld,
} from "../../packages/local/src/services/step-functions/testing/replay-world.ts";
import {
  isKnownFunction,
  type RecordedFunction,
} from "../../packages/local/src/services/step-functions/testing/recorded-functions.ts";
import { Comparison } from "./compare.ts";
import { failed, type Outcome, outcomeOf, skipped } from "./outcome.ts";

/** A sequence of calls, through the JavaScript SDK over HTTP. */
export async function runApiCase(testCase: ApiCase): Promise<Outcome> {
  const reason = reasonToSkip(testCase);
  return reason === undefined ? outcomeOf(await replayApiCase(testCase, { http: true })) : skipped(reason);
}

/** A line of asl/create-error.jsonl. */
export interface CreateErrorCase {
  id: string;
  params: object;
  expectedError: { code: string; message: string };
}

export async function runCreateErrorCase({ params, expectedError }: CreateErrorCase): Promise<Outcome> {
  const { code, message } = expectedError;
  return inWorld([], async (world) => {
    const answer = await ask(world, "CreateStateMachine", params);
    return outcomeOf(
      new Comparison().difference({ code, message }, answer.error ?? { answer: answer.output }),
    );
  });
}

/** A line of asl/teststate.jsonl. */
export interface TestStateCase {
  id: string;
  params: object;
  expected?: unknown;
  expectedError?: { code?: string; message: string; clientSide?: boolean };
  /** Functions that the case needs. */
  lambdas?: RecordedFunction[];
}

export async function runTestStateCase({
  params,
  expected,
  expectedError,
  lambdas,
}: TestStateCase): Promise<Outcome> {
  if (expectedError?.clientSide)
    return skipped("refused by the recording client itself: no request reached AWS");
  return inWorld(lambdas, async (world) => {
    const given = fillInstants(params, world.clock.now());
    const answer = await ask(world, "TestState", given);
    const comparison = new Comparison();
    if (expectedError !== undefined) {
      const { code, message } = expectedError;
      return outcomeOf(comparison.difference({ code, message }, answer.error ?? { answer: answer.output }));
    }
    return outcomeOf(comparison.difference(expected, answer.output ?? answer));
  });
}

/** A line of asl/sync-execution.jsonl. */
export interface SyncExecutionCase {
  id: string;
  definition: object;
  type: string;
  input: string;
  roleArn: string;
  stateMachineName: string;
  lambdas?: RecordedFunction[];
  expected: object;
}

export async function runSyncExecutionCase(testCase: SyncExecutionCase): Promise<Outcome> {
  const { definition, type, input, roleArn, stateMachineName: name, lambdas, expected } = testCase;
  return inWorld(lambdas, async (world) => {
    const made = await ask(world, "CreateStateMachine", {
      name,
      type,
      roleArn,
      definition: JSON.stringify(definition),
    });
    if (made.error !== undefined) return failed(`CreateStateMachine: ${made.error.message}`);
    const { stateMachineArn } = Object(made.output);
    const answer = await ask(world, "StartSyncExecution", { stateMachineArn, input });
    // How long a function took on AWS is no matter of the engine.
    const { billingDetails: _, ...untimed } = Object(answer.output ?? answer);
    const { billingDetails: __, ...expectedUntimed } = Object(expected);
    return outcomeOf(
      lambdas === undefined
        ? new Comparison().difference(expected, answer.output ?? answer)
        : new Comparison().difference(expectedUntimed, untimed),
    );
  });
}

async function inWorld(
  functions: readonly RecordedFunction[] = [],
  run: (world: ReplayWorld) => Promise<Outcome>,
): Promise<Outcome> {
  if (!functions.every(isKnownFunction)) return skipped("needs a function whose code is not recorded");
  const world = await createReplayWorld({ http: true, functions });
  try {
    const outcome = await run(world);
    const [bug] = world.bugs;
    return bug === undefined ? outcome : failed(`the engine failed: ${String(bug)}`);
  } finally {
    await world.close();
  }
}

interface Answer {
  output?: unknown;
  error?: { code: string; message: string };
}

async function ask({ clients, settle }: ReplayWorld, operation: string, input: object): Promise<Answer> {
  const { models, client } = clients.stepfunctions;
  const Command = Object(models)[`${operation}Command`];
  try {
    const { $metadata: _, ...output } = Object(await settle(client.send(new Command(input))));
    // As JSON has it: instants as text, nothing undefined.
    return { output: JSON.parse(JSON.stringify(output)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: { code: error.name, message: error.message } };
  }
}

/** `${now}` stands for the time of the call. */
function fillInstants(params: object, now: number): object {
  return JSON.parse(JSON.stringify(params).replaceAll("${now}", new Date(now).toISOString()));
}
