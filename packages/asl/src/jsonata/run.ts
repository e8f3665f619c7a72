import { JsonataError } from "./jsonata-error.ts";

/** What an evaluation cannot make for itself. */
export interface JsonataEnvironment {
  /** Milliseconds since the epoch; read once per evaluation, so `$now()` and `$millis()` do not change within one. */
  now(): number;
  /** Uniform in [0, 1): `$random()`, `$shuffle()`. */
  random(): number;
  /** A fresh UUID: `$uuid()`. */
  createId(): string;
  /** Computing time that one evaluation may take, in milliseconds. Default 1000, as on AWS. */
  timeLimitMs?: number;
  /** Nested evaluations allowed, counted as JSONata 2.0.6 counts them. Default: as deep as the stack goes. */
  maxDepth?: number;
  /** Computing time in milliseconds, from any start; measures the time limit. Default: the process's own steady clock. */
  elapsedMs?(): number;
}

/** Steps of work between two looks at the clock. */
const checkInterval = 4096;

/** Items or characters below which an allocation is not counted. */
const smallAllocation = 256;

/** Bytes of large arrays and strings that one evaluation may make, garbage included. AWS has a limit too, but does not say which. */
const memoryLimitBytes = 1024 * 1024 * 1024;

const defaultTimeLimitMs = 1000;

/** One evaluation of an expression: its input, its environment, and what is left of its limits. */
export class Run {
  readonly root: unknown;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly environment: JsonataEnvironment;
  /** Evaluations around the function that runs now. */
  depth = 0;
  readonly maxDepth: number;

  private steps = 0;
  private nextCheck = checkInterval;
  private startedAt: number | undefined;
  private allocatedBytes = 0;
  private timestamp: number | undefined;

  constructor(root: unknown, bindings: Readonly<Record<string, unknown>>, environment: JsonataEnvironment) {
    this.root = root;
    this.bindings = bindings;
    this.environment = environment;
    this.maxDepth = environment.maxDepth ?? Number.POSITIVE_INFINITY;
  }

  /** Milliseconds since the epoch, the same during the whole evaluation. */
  now(): number {
    this.timestamp ??= this.environment.now();
    return this.timestamp;
  }

  /** Counts work; looks at the clock now and then. @throws JsonataError U1001 when the time is over */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps >= this.nextCheck) this.checkTime();
  }

  /** Counts an array or a string before it is made. @throws JsonataError U1001 when the memory is over */
  allocate(length: number): void {
    if (length < smallAllocation) return;
    this.allocatedBytes += length * 8;
    if (this.allocatedBytes > memoryLimitBytes) {
      throw new JsonataError("U1001", { reason: "Expression evaluation exceeded its memory limit" });
    }
    this.spend(length / 16);
  }

  /** @throws JsonataError U1001 when a function calls functions too deeply */
  checkDepth(depth: number): void {
    if (depth > this.maxDepth) throw stackOverflow();
  }

  private checkTime(): void {
    this.nextCheck = this.steps + checkInterval;
    const elapsed = this.environment.elapsedMs?.() ?? performance.now();
    this.startedAt ??= elapsed;
    const limit = this.environment.timeLimitMs ?? defaultTimeLimitMs;
    if (elapsed - this.startedAt > limit) {
      throw new JsonataError("U1001", {
        reason: `Expression evaluation timeout: it took more than ${limit} milliseconds. Check for an infinite loop`,
      });
    }
  }
}

export function stackOverflow(): JsonataError {
  return new JsonataError("U1001", {
    reason:
      "Stack overflow: functions call each other, or values hold each other, too deeply. Check for a recursion that does not end, or make the recursive call the last thing the function does",
  });
}
