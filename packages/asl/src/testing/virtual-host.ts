import type { Effect, Environment, Execution, HistoryEvent, TaskRequest } from "../execution.ts";
import type { Json } from "../json/json.ts";
import { loadStateMachine } from "../interpreter/load-state-machine.ts";
import { redriveExecution, restoreExecution, startExecution } from "../interpreter/start-execution.ts";

/** What a task of a test answers: its output, or an error; undefined leaves it running. */
export type TaskAnswer = { output: Json } | { error?: string; cause?: string } | undefined;

/**
 * A host with a clock of its own: it answers tasks from a function and fires timers as soon as nothing else is to do, so
 * a wait of a year takes no time. `restoring` takes a snapshot before each step and goes on with what is restored from it.
 */
export class VirtualHost {
  readonly events: HistoryEvent[] = [];
  readonly effects: Effect[] = [];
  readonly tasks: TaskRequest[] = [];
  now = Date.UTC(2025, 0, 1);
  execution: Execution;
  readonly #machine: ReturnType<typeof loadStateMachine>;
  readonly #answer: (task: TaskRequest) => TaskAnswer;
  readonly #restoring: boolean;
  #nextId = 1;

  constructor(
    definition: object,
    options: {
      input?: Json;
      /** Instead of `input`: the text as a caller sent it. */
      inputText?: string;
      answer?: (task: TaskRequest) => TaskAnswer;
      restoring?: boolean;
      random?: () => number;
    } = {},
  ) {
    this.#machine = loadStateMachine(JSON.stringify(definition));
    this.#answer = options.answer ?? (() => ({ output: {} }));
    this.#restoring = options.restoring ?? false;
    this.environment.random = options.random ?? (() => 0.5);
    this.execution = startExecution(this.#machine, {
      input: options.inputText ?? JSON.stringify(options.input ?? {}),
      context: {
        Execution: {
          Id: "arn:aws:states:us-east-1:111111111111:execution:machine:run",
          Name: "run",
          RoleArn: "arn:aws:iam::111111111111:role/machine",
          StartTime: new Date(this.now).toISOString(),
          RedriveCount: 0,
        },
        StateMachine: {
          Id: "arn:aws:states:us-east-1:111111111111:stateMachine:machine",
          Name: "machine",
        },
      },
      environment: this.environment,
      onEvent: (event) => this.events.push(event),
    });
  }

  readonly environment: Environment = {
    now: () => this.now,
    random: () => 0.5,
    createId: () => `id-${this.#nextId++}`,
  };

  /** Until the execution has ended or waits for a task that the answers leave running. */
  run(): this {
    while (this.execution.status === "RUNNING") {
      const started = this.step();
      if (started || this.execution.status !== "RUNNING") continue;
      if (!this.fireNextTimer()) break;
    }
    return this;
  }

  /** One `advance`, and the answers to the tasks that it started; true when there were any. */
  step(): boolean {
    if (this.#restoring) this.restart();
    const effects = this.execution.advance();
    this.effects.push(...effects);
    let answered = false;
    for (const effect of effects) {
      if (effect.kind !== "startTask") continue;
      this.tasks.push(effect.task);
      const { taskId } = effect.task;
      this.execution.taskStarted(taskId);
      const answer = this.#answer(effect.task);
      if (answer === undefined) continue;
      answered = true;
      if ("output" in answer) this.execution.taskSucceeded(taskId, JSON.stringify(answer.output));
      else this.execution.taskFailed(taskId, answer.error, answer.cause);
    }
    return answered;
  }

  /** False when none is set. */
  fireNextTimer(): boolean {
    const [next] = [...this.execution.timers].sort((one, other) => one.at - other.at);
    if (next === undefined) return false;
    this.now = Math.max(this.now, next.at);
    this.execution.timerFired(next.timerId);
    return true;
  }

  /** As after a crash: what goes on is made from the snapshot's text alone. */
  restart(): void {
    const text = JSON.stringify(this.execution.snapshot());
    this.execution = restoreExecution(this.#machine, JSON.parse(text), {
      environment: this.environment,
      onEvent: (event) => this.events.push(event),
    });
  }

  /** RedriveExecution, from the snapshot's text. */
  redrive(): this {
    const text = JSON.stringify(this.execution.snapshot());
    this.execution = redriveExecution(this.#machine, JSON.parse(text), {
      environment: this.environment,
      onEvent: (event) => this.events.push(event),
    });
    return this;
  }

  /** The output as a value. */
  get output(): Json | undefined {
    const { output } = this.execution;
    return output === undefined ? undefined : JSON.parse(output);
  }

  /** `2<0 PassStateEntered` … */
  get history(): string[] {
    return this.events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
  }
}
