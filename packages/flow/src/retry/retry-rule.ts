import { AcmeError } from "../acme-error.ts";
import { errorNameOfClass } from "../errors/error-name.ts";

/** A class of errors, to be told by the name of the class. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/** When to try again. Of several rules the first that names the error counts. */
export interface RetryRule {
  /** Classes, or names such as `States.Timeout`. Default: every error. */
  on?: readonly (ErrorClass | string)[];
  /** How often after the first attempt; 0 means never. */
  retries: number;
  /** Seconds before the first retry, a whole number of at least 1. Default 10. */
  delaySeconds?: number;
  /** The delay's factor from one retry to the next, at least 1. Default 1. */
  backoffRate?: number;
  /** Cap of the delay. */
  maxDelaySeconds?: number;
  /** Wait a random part of the delay. Default false. */
  jitter?: boolean;
}

/** A retrier as the States Language writes it. */
export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  MaxAttempts: number;
  BackoffRate: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL";
}

/** The rules as a state's `Retry`. Throws `AcmeError` (ACME_RETRY) for numbers that Step Functions does not take. */
export function toRetriers(rules: readonly RetryRule[]): Retrier[] {
  return rules.map((rule, index) => {
    const { retries, delaySeconds = 10, backoffRate = 1, maxDelaySeconds, jitter = false } = rule;
    const wholeSeconds = "a whole number of seconds between 1 and 99999999";
    // Source: Amazon States Language, "Retry": IntervalSeconds and MaxDelaySeconds are positive integers, MaxAttempts at most 99999999.
    if (!isWhole(retries, 0)) refuse("retries", retries, "a whole number of at least 0");
    if (!isWhole(delaySeconds, 1)) refuse("the delay before a retry", delaySeconds, wholeSeconds);
    if (!(backoffRate >= 1 && Number.isFinite(backoffRate))) {
      refuse("backoffRate", backoffRate, "a number of at least 1");
    }
    if (maxDelaySeconds !== undefined && !(isWhole(maxDelaySeconds, 1) && maxDelaySeconds > delaySeconds)) {
      refuse("maxDelaySeconds", maxDelaySeconds, `${wholeSeconds}, more than the delay of ${delaySeconds}`);
    }
    const names = namesOf(rule);
    if (names.includes("States.ALL") && index < rules.length - 1) {
      throw new AcmeError("ACME_RETRY", "a retry rule for every error stands before another rule", {
        hint: "Put the rule for every error last: the first rule that names an error counts.",
      });
    }
    return {
      ErrorEquals: names,
      IntervalSeconds: delaySeconds,
      MaxAttempts: retries,
      BackoffRate: backoffRate,
      ...(maxDelaySeconds === undefined ? {} : { MaxDelaySeconds: maxDelaySeconds }),
      ...(jitter ? { JitterStrategy: "FULL" as const } : {}),
    };
  });
}

function namesOf({ on }: RetryRule): string[] {
  if (on === undefined) return ["States.ALL"];
  const names = on.map((each) => (typeof each === "string" ? each : (errorNameOfClass(each) ?? "Error")));
  if (names.length > 0) return names;
  throw new AcmeError("ACME_RETRY", "a retry rule names no error", {
    hint: "Name at least one class in `on`, or leave `on` out for every error.",
  });
}

function isWhole(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= 99_999_999;
}

function refuse(what: string, value: number, expected: string): never {
  throw new AcmeError("ACME_RETRY", `${what} is ${value}; expected ${expected}`);
}
