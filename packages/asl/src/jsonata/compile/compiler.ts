import type { Dialect } from "../dialect.ts";
import type { Evaluator } from "../frame.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import type { Scope } from "../scope.ts";
import type { Node } from "../syntax.ts";

/** What the files that compile one family of nodes have in common. */
export interface Compiler {
  readonly dialect: Dialect;
  readonly builtins: ReadonlyMap<string, JsonataFunction>;
  /** @param depth Evaluations around the node, within the function that it belongs to. */
  compile(node: Node, scope: Scope, depth: number): Evaluator;
  /** As `compile`, but a call at the end is handed back as a `TailCall`. For bodies of functions. */
  compileTail(node: Node, scope: Scope, depth: number): Evaluator;
}
