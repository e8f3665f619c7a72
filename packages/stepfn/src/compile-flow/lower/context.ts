import type { Expression, Statement } from "oxc-parser";
import type { Lowering } from "../expression/lowering.ts";
import type { DeclaredFlow, FunctionLike, Scope } from "../expression/scope.ts";
import type { Value } from "../expression/value.ts";
import type { GraphBuilder } from "../graph/builder.ts";
import type { Edge, Handler } from "../graph/graph.ts";
import type { SourceFiles } from "../source/source-files.ts";
import type { Diagnostics, Span } from "../source/diagnostic.ts";
import type { Type } from "../types/type.ts";
import type { VariableNames } from "./names.ts";

/** What a jump passes on its way out, from the inside. */
export type Frame =
  | {
      kind: "loop" | "switch" | "label";
      labels: readonly string[];
      breaks: Edge[];
      continues: Edge[] | undefined;
    }
  | { kind: "finally"; outer: Handler | undefined; run(): void }
  | { kind: "call"; variable: string; returns: Edge[] };

/** What lowering statements shares. The builder changes when a graph inside of a state is built. */
export interface FlowContext {
  builder: GraphBuilder;
  frames: Frame[];
  readonly names: VariableNames;
  readonly diagnostics: Diagnostics;
  readonly lowering: Lowering;
  readonly files: SourceFiles;
  readonly flow: DeclaredFlow;
  /** What the next awaited result is called. */
  resultName: string | undefined;
  /** What `pop()` and `shift()` took out, by their calls. */
  readonly taken: Map<object, Value>;
  /** Types of what the callback that is being lowered returns. */
  returned: Type[] | undefined;
  /** The expression of a statement that is being lowered. */
  whole: Expression | undefined;
  /** What is awaited is all of it: nothing has been read before. */
  isWhole: boolean;
  /** The statements are those of a function that becomes an expression. */
  isComputed: boolean;
  /** A `try` of the function that is being lowered is around. */
  insideTry: boolean;
  /** Async functions whose bodies are being put in, from the outside. */
  inlined: readonly FunctionLike[];
  /** The same for another context, as that of a function that is put in. */
  lowerStatement(node: Statement, scope: Scope, context: FlowContext): void;
  statement(node: Statement, scope: Scope): void;
  expression(node: Expression, scope: Scope): Value;
}

/** The source of a node on one line, for names. */
export function sourceOf(context: FlowContext, { start, end }: Span): string {
  return context.files.text.slice(start, end).replaceAll(/\s+/g, " ");
}
