import type {
  AwaitExpression,
  CallExpression,
  ConditionalExpression,
  Expression,
  LogicalExpression,
  Statement,
  TSType,
} from "oxc-parser";
import type { Diagnostics, Span } from "../source/diagnostic.ts";
import type { Type } from "../types/type.ts";
import type { OwnedNames } from "../ownership/owned-names.ts";
import type { BoundName } from "./pattern.ts";
import type { FunctionLike, Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** What lowering a part of an expression may use of the whole. */
export interface Lowering {
  readonly diagnostics: Diagnostics;
  readonly source: string;
  /** Where the flow can wait; undefined inside of callbacks and helpers. */
  readonly effects: Effects | undefined;
  /** Names of error classes with all their subclasses. */
  readonly subclassesOf: (className: string) => readonly string[];
  /** An error class of the module whose instances JavaScript calls "Error". */
  readonly namelessError: string | undefined;
  /** Which names are the only ones of what they stand for. */
  readonly owned: OwnedNames;
  /** Helpers that are being put in, to notice recursion. */
  readonly inside: readonly FunctionLike[];
  /** A name that JSONata binds and the flow does not know: `$v1`. */
  freshLocal(): string;
  lower(node: Expression, scope: Scope): Value;
  /** What statements return that only compute; undefined when they do more. They may assign the names of the parameters. */
  computed(
    statements: readonly Statement[],
    scope: Scope,
    parameters: readonly BoundName[],
  ): Value | undefined;
  /** What a type annotation says; unknown without one. */
  annotated(annotation: TSType | undefined): Type;
  /** What is known of the name, pattern or expression with this span by a type checker; unknown without one. */
  checked(span: Span): Type;
  /** The same for the body of a callback or helper. */
  withoutEffects(inside?: FunctionLike): Lowering;
}

/** Expressions that become states. */
export interface Effects {
  await(node: AwaitExpression, scope: Scope): Value;
  /** A conditional one arm of which awaits. */
  branch(node: ConditionalExpression | LogicalExpression, scope: Scope): Value;
  /** A volatile value, computed here and now; gives the variable that keeps it. */
  once(volatile: Value, wanted: string): Value;
  /** What `pop()` or `shift()` has taken out before the statement. */
  taken(node: CallExpression): Value | undefined;
}
