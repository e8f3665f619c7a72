import type { Dialect } from "./dialect.ts";
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
  /** Evaluations inside each other. Default 100 in the dialect `aws`, otherwise as deep as the stack goes. */
  maxDepth?: number;
  /** Computing time in milliseconds, from any start; measures the time limit. Default: the process's own steady clock. */
  elapsedMs?(): number;
}

/** Steps of work between two looks at the clock. */
const checkInterval = 1024;

/** Bytes below which an array or a string is not counted. */
const smallAllocationBytes = 2048;

/**
 * Bytes that one array or string may take on AWS, a number counted as 8 and a character as 1.
 * Measured on AWS (us-east-1, 2026-08, floci #2737): `[1..873782]` is accepted and one item more refused; so is a string of 2^22
 * characters and one of 2^23.
 */
const awsValueBytes = 873_782 * 8;

/** Bytes of large arrays and strings that one evaluation may make, garbage included, so that none exhausts the process. */
const totalBytes = 1024 * 1024 * 1024;

const defaultTimeLimitMs = 1000;

/** Measured on AWS (floci #2737): 100 terms of `1+1+…`, 99 parentheses and 99 `~>` are accepted, one more of each refused. */
const awsMaxDepth = 100;

/** One evaluation of an expression: its input, its environment, and what is left of its limits. */
export class Run {
  readonly root: unknown;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly environment: JsonataEnvironment;
  /** Evaluations around the function that runs now. */
  depth = 0;

  private readonly dialect: Dialect;
  private readonly maxDepth: number;
  private readonly valueBytes: number;
  private steps = 0;
  private nextCheck = checkInterval;
  private startedAt: number | undefined;
  private allocatedBytes = 0;
  private timestamp: number | undefined;

  constructor(
    root: unknown,
    bindings: Readonly<Record<string, unknown>>,
    environment: JsonataEnvironment,
    dialect: Dialect,
  ) {
    this.root = root;
    this.bindings = bindings;
    this.environment = environment;
    this.dialect = dialect;
    this.maxDepth = environment.maxDepth ?? (dialect === "aws" ? awsMaxDepth : Number.POSITIVE_INFINITY);
    this.valueBytes = dialect === "aws" ? awsValueBytes : totalBytes;
  }

  /** Milliseconds since the epoch, the same during the whole evaluation. */
  now(): number {
    this.timestamp ??= this.environment.now();
    return this.timestamp;
  }

  /** Counts work; looks at the clock now and then. @throws JsonataError when the time is over */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps >= this.nextCheck) this.checkTime();
  }

  /** Counts an array before it is made. @throws JsonataError when the memory is over */
  allocateItems(length: number): void {
    this.allocate(length * 8);
  }

  /** Counts a string. @throws JsonataError when the memory is over */
  allocateText(length: number): void {
    this.allocate(length);
  }

  /**
   * Counts what a value is made of, for values that are walked as a whole: a value may hold the same part many times over, and so be far
   * larger than anything that was allocated.
   *
   * @returns The bytes counted so far.
   * @throws JsonataError when the value is too large
   */
  count(bytes: number, heldBytes: number): number {
    this.spend(1);
    const held = heldBytes + bytes;
    if (held > this.valueBytes) this.refuseMemory();
    return held;
  }

  /** @throws JsonataError when evaluations are too deep inside each other */
  checkDepth(depth: number): void {
    if (depth > this.maxDepth) throw stackOverflow(this.dialect);
  }

  /** Computing time that is left, a whole number from 1. */
  remainingMs(): number {
    return Math.max(1, Math.floor(this.leftMs()));
  }

  /** @throws JsonataError */
  refuseTime(): never {
    throw limitExceeded(this.dialect, "Expression evaluation timeout: Check for infinite loop");
  }

  /** @throws JsonataError */
  refuseMemory(): never {
    throw memoryExceeded(this.dialect);
  }

  private allocate(bytes: number): void {
    if (bytes < smallAllocationBytes) return;
    this.allocatedBytes += bytes;
    if (bytes > this.valueBytes || this.allocatedBytes > totalBytes) this.refuseMemory();
    this.spend(bytes / 128);
  }

  private checkTime(): void {
    this.nextCheck = this.steps + checkInterval;
    if (this.leftMs() < 0) this.refuseTime();
  }

  /** Computing time counts from the first look at the clock on: an evaluation that needs no look is over before it matters. */
  private leftMs(): number {
    const elapsed = this.environment.elapsedMs?.() ?? performance.now();
    this.startedAt ??= elapsed;
    return (this.environment.timeLimitMs ?? defaultTimeLimitMs) - (elapsed - this.startedAt);
  }
}

export function stackOverflow(dialect: Dialect): JsonataError {
  return limitExceeded(
    dialect,
    "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive",
  );
}

export function memoryExceeded(dialect: Dialect): JsonataError {
  return limitExceeded(
    dialect,
    "Expression evaluation memory limit exceeded: Check for excessive memory usage",
  );
}

/** The texts are AWS's. Measured on AWS: floci #2736, #2737. */
function limitExceeded(dialect: Dialect, reason: string): JsonataError {
  return new JsonataError(dialect === "aws" ? "" : "U1001", { reason });
}
