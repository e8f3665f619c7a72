import {
  InvalidDefinition,
  type Json,
  loadStateMachine,
  redriveExecution,
  restoreExecution,
  startExecution,
  validateDefinition,
} from "@acme-engine/asl";
import { definitions } from "./definitions.ts";
import { http } from "./http.ts";
import type { Random } from "./random.ts";
import { stateTests } from "./state-tests.ts";
import { mutate, mutateText, randomJson } from "./random-json.ts";

/** One try. Whatever it throws, other than what the API promises, is a finding. */
export type Target = (random: Random) => void | Promise<void>;

/** Steps of an execution in one try. */
const maxSteps = 200;

export const targets: { readonly [name: string]: Target } = {
  http,
  stateTests,

  /** Any text and any definition get diagnostics, and what has none loads. */
  validator(random) {
    const mutated = JSON.stringify(
      mutate(toJson(random.pick(definitions)), random, random.pick([0.03, 0.01, 0.003])),
    );
    const text = random.chance(0.3) ? mutateText(mutated, random) : mutated;
    const errors = validateDefinition(text).filter(({ severity }) => severity === "ERROR");
    if (errors.length === 0) loadStateMachine(text);
    validateDefinition(JSON.stringify(randomJson(random)));
  },

  /** Any path or function loads or is refused; any input makes it succeed or fail, never crash. */
  paths(random) {
    const path = mutateText(random.pick(paths), random);
    const state = { Type: "Pass", Parameters: { "value.$": path }, End: true };
    const definition = JSON.stringify({ StartAt: "A", States: { A: state } });
    if (validateDefinition(definition).length === 0) play(definition, random);
  },

  /** Any JSONata expression loads or is refused, and gives a value or fails the state. */
  jsonata(random) {
    const expression = mutateText(random.pick(expressions), random);
    const state = { Type: "Pass", Output: `{% ${expression} %}`, End: true };
    const definition = JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States: { A: state } });
    if (validateDefinition(definition).length === 0) play(definition, random);
  },

  /** A mutated definition that is valid runs to an end, stored and restored on the way. */
  interpreter(random) {
    const definition = JSON.stringify(
      mutate(toJson(random.pick(definitions)), random, random.pick([0.03, 0.01, 0.003])),
    );
    if (validateDefinition(definition).length === 0) play(definition, random);
  },
};

const paths: [string, ...string[]] = [
  "$.list[?(@.a > 1 && !(@.b) || @.c =~ /x+/i)].d",
  "$..a[*]['b','c']",
  "$.list[-2:].length()",
  "$$.Execution['Input'].list[(@.length-1)]",
  "States.Format('{} \\{\\}', States.ArrayGetItem($.list, 0))",
  "States.ArrayPartition($.list, States.MathAdd(1, $.n))",
  "States.StringToJson(States.Base64Decode($.text))",
];

const expressions: [string, ...string[]] = [
  "$states.input.list[$ > 1 and $ in [1..3]]",
  "($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f($states.input.n))",
  "$map($states.input.list, function($v, $i) { {'k' & $i: $v} }) ~> $merge",
  "$states.input.**.a ^(>b, c)",
  "$reduce([1..10], function($a, $x) { $a + $x }) / $states.input.n",
  "$replace($states.input.text, /(a+)+b/, '$1')",
  "$formatNumber(12345.6, '#,##0.00') & $toMillis('2025-01-01') & $fromMillis(0, '[Y]-[M01]')",
  "$partition([1..100], 7)[1][0] ~> |$|{'a': 1}|",
  "$sort($states.input.list, function($l, $r) { $l > $r })[[0..1]]",
  "$parse($base64decode($states.input.text)).constructor.__proto__",
];

function toJson(definition: object): Json {
  return JSON.parse(JSON.stringify(definition));
}

function play(definition: string, random: Random): void {
  let now = 0;
  let nextEventId = 1;
  const environment = {
    now: () => now,
    random: () => random.next(),
    createId: () => `id-${random.below(1e9)}`,
  };
  const onEvent = ({ id, previousEventId }: { id: number; previousEventId: number }) => {
    if (id !== nextEventId || previousEventId >= id)
      throw new Error(`Event ${id} follows ${nextEventId - 1}.`);
    nextEventId += 1;
  };
  const machine = loadStateMachine(definition);
  let execution = startExecution(machine, {
    input: JSON.stringify(random.chance(0.5) ? { list: [1, 2, 3], n: 1, text: "e30=" } : randomJson(random)),
    context: {
      Execution: {
        Id: "arn:aws:states:us-east-1:1:execution:m:r",
        Name: "r",
        RoleArn: "role",
        StartTime: "",
        RedriveCount: 0,
      },
      StateMachine: { Id: "m", Name: "m" },
    },
    environment,
    onEvent,
  });
  for (let step = 0; step < maxSteps && execution.status === "RUNNING"; step += 1) {
    if (random.chance(0.2)) {
      execution = restoreExecution(machine, JSON.parse(JSON.stringify(execution.snapshot())), {
        environment,
        onEvent,
      });
    }
    execution.advance();
    for (const { taskId } of execution.runningTasks) {
      const answer = random.next();
      if (answer < 0.5) execution.taskSucceeded(taskId, JSON.stringify(randomJson(random)));
      else if (answer < 0.7) {
        execution.taskFailed(taskId, random.pick(["Flaky", undefined, "Other"]), undefined);
      } else if (answer < 0.8) execution.taskHeartbeat(taskId);
    }
    const timer = execution.timers[0];
    if (timer !== undefined && random.chance(0.5)) {
      now = Math.max(now, timer.at);
      execution.timerFired(timer.timerId);
    }
  }
  if (execution.canRedrive && random.chance(0.5)) {
    execution = redriveExecution(machine, JSON.parse(JSON.stringify(execution.snapshot())), {
      environment,
      onEvent,
    });
    execution.advance();
  }
  execution.stop(undefined, undefined);
  if (execution.advance().some(({ kind }) => kind === "startTask" && execution.runningTasks.length > 0)) {
    throw new Error("A stopped execution still has tasks.");
  }
  if (execution.timers.length > 0) throw new Error("A stopped execution still has timers.");
}

/** What a definition may be refused with. */
export function isPromised(error: unknown): boolean {
  return error instanceof InvalidDefinition;
}
