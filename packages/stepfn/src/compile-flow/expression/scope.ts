import type { ArrowFunctionExpression, Function as FunctionNode, TSType } from "oxc-parser";
import type { Span } from "../source/diagnostic.ts";
import type { Type } from "../types/type.ts";
import type { Value } from "./value.ts";

/** A task as its module declares it. */
export interface DeclaredTask {
  /** A function of the module, or an image. */
  kind: "task" | "container";
  /** From its options; the name of its states. */
  name: string;
  /** As written, literals only: `retries`, `timeoutSeconds`, … */
  options: Readonly<Record<string, unknown>>;
  /** Where names in its options are known. */
  scope: Scope;
  input: Type;
  output: Type;
}

/** A flow as its module declares it. */
export interface DeclaredFlow {
  name: string;
  /** As written, literals only. */
  options: Readonly<Record<string, unknown>>;
  body: FunctionLike;
  span: Span;
  /** What it gives, as far as it is known. */
  output: Type;
  /** `flow<Parameters, Output>`, as far as it is written. */
  typeArguments: readonly TSType[];
}

/** `/…/`, as the source has it. */
export interface RegExpLiteral extends Span {
  regex: { pattern: string; flags: string };
}

export type FunctionLike = ArrowFunctionExpression | FunctionNode;

/** What a name of the source stands for. */
export type Binding =
  | { kind: "value"; value: Value }
  | { kind: "variable"; variable: string; type: Type; constant: boolean; region: object }
  | { kind: "task"; task: DeclaredTask }
  | { kind: "flow"; flow: DeclaredFlow }
  | { kind: "errorClass"; className: string; named: boolean }
  | { kind: "helper"; node: FunctionLike; scope: Scope }
  | { kind: "enum"; members: Readonly<Record<string, string | number>> }
  | { kind: "regex"; node: RegExpLiteral }
  | { kind: "date"; milliseconds: Value }
  | { kind: "engine"; name: string }
  | { kind: "context" }
  | { kind: "outside"; why: string }
  /** Its declaration was refused. */
  | { kind: "refused" };

/** Names of a block, and of those around it. */
export class Scope {
  readonly #names = new Map<string, Binding>();
  readonly #links = new Map<string, () => Binding | undefined>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.#links.get(name)?.() ?? this.#outer?.find(name);
  }

  /** A name of another module, which is looked up there when it is asked for. */
  link(name: string, find: () => Binding | undefined): void {
    this.#links.set(name, find);
  }

  set(name: string, binding: Binding): void {
    this.#names.set(name, binding);
  }
}
