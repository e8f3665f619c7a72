import { AcmeError, type Retrier, type RetryRule, retryRulesOf, toRetriers } from "acme-engine";
import type { Scope } from "../../expression/scope.ts";
import { NameInOptions } from "../../module/literal.ts";
import type { Span } from "../../source/diagnostic.ts";
import type { FlowContext } from "../context.ts";

/** What a task's options say of retries, as its state's `Retry`. */
export function retriersOf(
  options: Readonly<Record<string, unknown>>,
  span: Span,
  scope: Scope,
  context: FlowContext,
): Retrier[] {
  const { retry, retries, retryDelaySeconds } = options;
  const rules = readRules(retry ?? [], span, scope, context);
  if (rules === undefined) return [];
  const numbers = {
    ...(typeof retries === "number" ? { retries } : {}),
    ...(typeof retryDelaySeconds === "number" ? { retryDelaySeconds } : {}),
  };
  return checked(retryRulesOf({ retry: rules, ...numbers }), span, context);
}

/** One rule or several, as `retry()` takes them. */
export function retriersOfRules(literal: unknown, span: Span, scope: Scope, context: FlowContext): Retrier[] {
  const rules = readRules(Array.isArray(literal) ? literal : [literal], span, scope, context);
  return rules === undefined ? [] : checked(rules, span, context);
}

function checked(rules: readonly RetryRule[], span: Span, context: FlowContext): Retrier[] {
  try {
    return toRetriers(rules);
  } catch (error) {
    if (!(error instanceof AcmeError)) throw error;
    context.diagnostics.report(
      "ACME1003",
      span,
      error.message,
      error.hint === undefined ? {} : { help: error.hint },
    );
    return [];
  }
}

/** Classes become the names of all errors that are instances of them. */
function readRules(
  literal: unknown,
  span: Span,
  scope: Scope,
  context: FlowContext,
): RetryRule[] | undefined {
  const rules = Array.isArray(literal) ? literal : [literal];
  const read = rules.map((rule): RetryRule | undefined => {
    if (typeof rule !== "object" || rule === null || !("retries" in rule)) return undefined;
    const { on } = rule as { on?: unknown };
    if (on === undefined) return rule as RetryRule;
    const names = Array.isArray(on) ? on.map((one) => errorNames(one, scope, context)) : [undefined];
    if (names.includes(undefined)) return undefined;
    return { ...(rule as RetryRule), on: names.flatMap((one) => one ?? []) };
  });
  if (read.every((rule) => rule !== undefined)) return read;
  context.diagnostics.report(
    "ACME1003",
    span,
    "a retry rule is { retries, on: [ErrorClass], delaySeconds, backoffRate, maxDelaySeconds, jitter }, written as literals",
    { help: "write for example retry: [{ on: [OutOfStock], retries: 3, delaySeconds: 10 }]" },
  );
  return undefined;
}

function errorNames(one: unknown, scope: Scope, context: FlowContext): readonly string[] | undefined {
  if (typeof one === "string") return [one];
  if (!(one instanceof NameInOptions)) return undefined;
  const binding = scope.find(one.name);
  if (binding?.kind === "errorClass") return context.lowering.subclassesOf(binding.className);
  return binding === undefined && one.name === "Error" ? ["States.ALL"] : undefined;
}
