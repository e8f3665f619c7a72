import type { ArrowFunctionExpression, Function as FunctionNode } from "oxc-parser";
import type { Type } from "../types/type.ts";
import type { Value } from "./value.ts";

/** A task as the module declares it. */
export interface DeclaredTask {
  /** From its options; the name of its states. */
  name: string;
  /** As written, literals only: `retries`, `timeoutSeconds`, … */
  options: Readonly<Record<string, unknown>>;
  input: Type;
  output: Type;
}

export type FunctionLike = ArrowFunctionExpression | FunctionNode;

/** What a name of the source stands for. */
export type Binding =
  | { kind: "value"; value: Value }
  | { kind: "variable"; variable: string; type: Type; constant: boolean; region: object }
  | { kind: "task"; task: DeclaredTask }
  | { kind: "errorClass"; className: string; named: boolean }
  | { kind: "helper"; node: FunctionLike; scope: Scope }
  | { kind: "engine"; name: string }
  | { kind: "context" }
  | { kind: "outside"; why: string };

/** Names of a block, and of those around it. */
export class Scope {
  readonly #names = new Map<string, Binding>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }

  set(name: string, binding: Binding): void {
    this.#names.set(name, binding);
  }
}
