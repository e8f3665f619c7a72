/**
 * JSONata, as Step Functions evaluates it: an expression is parsed and compiled to functions once, and then evaluated without waiting.
 *
 * parseSyntax → resolvePaths → compileRoot → evaluate. The language is that of JSONata 2.0.6. The dialect `aws` has Step Functions' own
 * functions and leaves out `$eval`; where AWS is known to differ otherwise, the place in the code says so. Data is read by own properties
 * only: no expression reaches a prototype.
 *
 * Where it is not followed on purpose: values of a constructor are evaluated one after another (the reference implementation starts all at
 * once, which `:=` inside them can tell), filters and groups after an order-by still know what the path has bound, the input is never changed,
 * and a built-in function whose arguments were left open checks them when it gets them.
 */
import { certainDepth } from "./certain-depth.ts";
import { compileRoot } from "./compile/compile-node.ts";
import type { Dialect } from "./dialect.ts";
import { Frame, UNBOUND } from "./frame.ts";
import type { Evaluator } from "./frame.ts";
import { JsonataError } from "./jsonata-error.ts";
import type { JsonataFunction } from "./jsonata-function.ts";
import { functionsOf } from "./functions/functions-of.ts";
import { parseSyntax } from "./parse-syntax.ts";
import { findReferences } from "./references.ts";
import type { References } from "./references.ts";
import { resolvePaths } from "./resolve-paths.ts";
import { toResult } from "./to-result.ts";
import { Run, memoryExceeded, stackOverflow } from "./run.ts";
import type { JsonataEnvironment } from "./run.ts";
import { wrapInput } from "./sequence.ts";
import type { Node } from "./syntax.ts";

export interface CompileOptions {
  /** Default `aws`. */
  dialect?: Dialect;
}

export interface Expression {
  readonly source: string;
  /**
   * The value of the expression, or undefined when it has none.
   *
   * @param input What `$` and names without `$` mean.
   * @param bindings Variables by name, without `$`: `{ states: { input: … } }`. They hide built-in functions.
   * @returns JSON data, which may share parts with the input and the bindings; a function when the expression gives one.
   * @throws JsonataError with a code that starts with D or T; for a limit the code is empty (U1001 in the dialect `jsonata`)
   */
  evaluate(
    input: unknown,
    bindings: Readonly<Record<string, unknown>>,
    environment: JsonataEnvironment,
  ): unknown;
  /** What the expression takes from outside, for checks before it is evaluated. */
  references(): References;
}

/** @throws JsonataError with a code that starts with S, or U1002 when the expression is nested too deeply */
export function compileExpression(source: string, { dialect = "aws" }: CompileOptions = {}): Expression {
  const builtins = functionsOf(dialect);
  return guardStack(
    () => createExpression(source, resolvePaths(parseSyntax(source)), dialect, builtins),
    () =>
      new JsonataError("U1002", { reason: "The expression is nested too deeply", position: source.length }),
  );
}

interface Compiled {
  evaluate: Evaluator;
  /** Variables that the expression binds outside of blocks and functions. */
  slots: number;
  depth: number;
}

function createExpression(
  source: string,
  root: Node,
  dialect: Dialect,
  builtins: ReadonlyMap<string, JsonataFunction>,
): Expression {
  let compiled: Compiled | undefined;
  const compile = (): Compiled => {
    const { evaluate, scope } = compileRoot(root, dialect, builtins);
    return { evaluate, slots: scope.slots.size, depth: certainDepth(root) };
  };
  // A bad regular expression shows when it is compiled; everything else can wait until it is needed.
  if (source.includes("/")) compiled = compile();
  return {
    source,
    evaluate(input, bindings, environment) {
      return guardStack(
        () => {
          compiled ??= compile();
          const slots: unknown[] = [];
          for (let slot = 0; slot < compiled.slots; slot++) slots.push(UNBOUND);
          const run = new Run(input, bindings, environment, dialect);
          run.checkDepth(compiled.depth);
          const value = compiled.evaluate(wrapInput(input), new Frame(run, undefined, slots));
          return toResult(value, dialect, run);
        },
        (isStack) => (isStack ? stackOverflow(dialect) : memoryExceeded(dialect)),
      );
    },
    references: () => findReferences(root, builtins),
  };
}

/** A stack that is exhausted, or a string longer than strings can be, is an error of the expression and not of the engine. */
function guardStack<T>(work: () => T, createError: (isStack: boolean) => JsonataError): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? createError(error.message.includes("call stack")) : error;
  }
}
