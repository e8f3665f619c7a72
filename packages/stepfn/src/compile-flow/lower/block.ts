import type { Directive, Statement } from "oxc-parser";
import type { Scope } from "../expression/scope.ts";
import type { FlowContext } from "./context.ts";

/** The statements of a block in its scope; functions that it declares are known from its beginning on. */
export function lowerBlock(
  statements: readonly (Directive | Statement)[],
  scope: Scope,
  context: FlowContext,
): void {
  for (const one of statements) {
    if (one.type === "FunctionDeclaration" && one.id !== null)
      scope.set(one.id.name, { kind: "helper", node: one, scope });
  }
  for (const one of statements) context.statement(one, scope);
}
