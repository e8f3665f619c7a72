import type { Environment, ExecutionContext } from "../execution.ts";
import type { Failure } from "../interpreter/failure.ts";
import type { StateMachine } from "../interpreter/load-state-machine.ts";
import { Run } from "../interpreter/run.ts";
import type { Outcome, State } from "../interpreter/state.ts";
import type { Visit } from "../interpreter/visit.ts";
import type { JsonObject } from "../json/object.ts";
import { Payload } from "../json/payload.ts";
import { testedName } from "./tested-state.ts";

export interface TestRunOptions {
  machine: StateMachine;
  /** Takes the place of the tested one. */
  state: State;
  input: Payload;
  variables: JsonObject;
  /** `$$`, made anew for each visit. */
  makeContext: (visit: Visit) => JsonObject;
  retryCount: number;
  environment: Environment;
}

/** What became of the error that a state ended with. */
export interface HandledFailure {
  failure: Failure;
  retryIndex: number | undefined;
  /** Undefined when the retrier's attempts are used up. */
  retryDelayMs: number | undefined;
  catchIndex: number | undefined;
}

/** An execution of one state that remembers how it went. */
export class TestRun extends Run {
  visit: Visit | undefined;
  handled: HandledFailure | undefined;
  exited: { nextState: string | undefined; output: string } | undefined;
  readonly #options: TestRunOptions;

  constructor(options: TestRunOptions) {
    const { machine, state, input, environment } = options;
    const states = new Map([...machine.flow.states, [testedName, state]]);
    super({ ...machine, flow: { startAt: testedName, states }, timeoutSeconds: undefined }, input, {
      context: nowhere,
      environment,
      onEvent: () => {},
    });
    this.#options = options;
  }

  override begin(): void {
    super.begin();
    this.branches.get(0)?.scope.assign(this.#options.variables);
  }

  override contextObject(visit: Visit): JsonObject {
    return this.#options.makeContext(visit);
  }

  override exit(visit: Visit, outcome: Outcome, next: string | undefined, text?: string): void {
    super.exit(visit, outcome, next, text);
    if (visit !== this.visit) return;
    const payload = outcome.output === visit.input.value ? visit.input : new Payload(outcome.output, text);
    this.exited = { nextState: next, output: payload.text };
  }

  override fail(visit: Visit, failure: Failure, couldBegin?: boolean): void {
    const { retriers, catchers } = visit.state;
    const { retryCount, environment } = this.#options;
    const retryIndex = indexOf(retriers, failure);
    const retrier = retryIndex === undefined ? undefined : retriers[retryIndex];
    visit.retries = retriers.map((_retrier, index) => (index === retryIndex ? retryCount : 0));
    const retries = retrier !== undefined && retryCount < retrier.maxAttempts;
    this.handled = {
      failure,
      retryIndex,
      retryDelayMs: retries ? retrier.delayMs(retryCount + 1, () => environment.random()) : undefined,
      catchIndex: retries ? undefined : indexOf(catchers, failure),
    };
    super.fail(visit, failure, couldBegin);
  }
}

function indexOf(handlers: readonly { matches(failure: Failure): boolean }[], failure: Failure) {
  const index = handlers.findIndex((handler) => handler.matches(failure));
  return index === -1 ? undefined : index;
}

/** The context that expressions see comes from `makeContext`. */
const nowhere: ExecutionContext = {
  Execution: { Id: "", Name: "", RoleArn: "", StartTime: "", RedriveCount: 0 },
  StateMachine: { Id: "", Name: "" },
};
