/** Calls, functions written in the expression, calls with arguments left open, and `~>`. */
import { JsonataError } from "../jsonata-error.ts";
import { certainDepth } from "../certain-depth.ts";
import { Frame, UNBOUND } from "../frame.ts";
import type { Evaluator } from "../frame.ts";
import { TailCall, callFunction, callInContext, createFunction, isFunction } from "../jsonata-function.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import type { Run } from "../run.ts";
import { createScope } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { ApplyNode, CallNode, LambdaNode, Node } from "../syntax.ts";
import { compileLookup } from "./compile-variable.ts";
import type { Compiler } from "./compiler.ts";

/** @param first What is handed over with `~>`: the first argument. */
export function compileCall(
  node: CallNode,
  scope: Scope,
  depth: number,
  compiler: Compiler,
  first?: Evaluator,
): Evaluator {
  const procedure = compiler.compile(node.procedure, scope, depth + 1);
  const args = node.arguments.map((argument) => compiler.compile(argument, scope, depth + 1));
  if (first !== undefined) args.unshift(first);
  const suggestion = compileSuggestion(node, scope, compiler);
  const name = procedureName(node.procedure);
  const { position } = node;
  return (input, frame) => {
    const { run } = frame;
    // The first argument of `~>` is evaluated before the function is looked up.
    const values: unknown[] = [];
    let next = 0;
    if (first !== undefined) values.push(args[next++]?.(input, frame));
    const fn = procedure(input, frame);
    if (fn === undefined && suggestion !== undefined && isFunction(suggestion(input, frame))) {
      throw new JsonataError("T1005", { position, token: name });
    }
    for (; next < args.length; next++) values.push(args[next]?.(input, frame));
    if (!isFunction(fn)) throw new JsonataError("T1006", { position, token: name });
    run.depth += depth;
    try {
      return callInContext(fn, run, values, input);
    } catch (error) {
      throw error instanceof JsonataError ? error.locate(name, position) : error;
    } finally {
      run.depth -= depth;
    }
  };
}

/** A call that ends a function: handed to the caller of the function, so that recursion needs no stack. */
export function compileTailCall(node: CallNode, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  const procedure = compiler.compile(node.procedure, scope, depth + 1);
  const args = node.arguments.map((argument) => compiler.compile(argument, scope, depth + 1));
  const suggestion = compileSuggestion(node, scope, compiler);
  const name = procedureName(node.procedure);
  const { position } = node;
  return (input, frame) =>
    new TailCall((run, context) => {
      const fn = procedure(input, frame);
      if (!isFunction(fn)) {
        const named = fn === undefined && suggestion !== undefined && isFunction(suggestion(input, frame));
        throw new JsonataError(named ? "T1005" : "T1006", { position, token: name });
      }
      const values = args.map((argument) => argument(input, frame));
      try {
        return fn(run, values, context);
      } catch (error) {
        throw error instanceof JsonataError ? error.locate(name, position) : error;
      }
    });
}

/** `count(…)` where `$count(…)` was meant: reads the variable of that name. */
function compileSuggestion(node: CallNode, scope: Scope, compiler: Compiler): Evaluator | undefined {
  const { procedure } = node;
  const step = procedure.type === "path" ? procedure.steps[0] : undefined;
  return step?.type === "name" ? compileLookup(step.value, scope, compiler) : undefined;
}

function procedureName(procedure: Node): unknown {
  const node = procedure.type === "path" ? procedure.steps[0] : procedure;
  return node?.type === "name" || node?.type === "variable" ? node.value : undefined;
}

export function compileLambda(node: LambdaNode, scope: Scope, compiler: Compiler): Evaluator {
  const inner = createScope(scope, node.parameters, [node.body]);
  const body = compiler.compileTail(node.body, inner, 1);
  const certain = certainDepth(node.body);
  const size = inner.slots.size;
  const parameters = node.parameters.map((name) => inner.slots.get(name) ?? 0);
  const { signature } = node;
  const arity = parameters.length;
  return (input, frame) =>
    createFunction(arity, (run, args, context) => {
      const values = signature === undefined ? args : signature.validate(args, context);
      run.checkDepth(run.depth + certain);
      const slots: unknown[] = [];
      for (let slot = 0; slot < size; slot++) slots.push(UNBOUND);
      for (let index = 0; index < arity; index++) slots[parameters[index] ?? index] = values[index];
      return body(input, new Frame(run, frame, slots));
    });
}

/** A call with `?` among its arguments: a function of those that are left open. */
export function compilePartial(node: CallNode, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  const procedure = compiler.compile(node.procedure, scope, depth + 1);
  const args = node.arguments.map((argument) =>
    argument.type === "operator" ? undefined : compiler.compile(argument, scope, depth + 1),
  );
  const open = args.filter((argument) => argument === undefined).length;
  const suggestion = compileSuggestion(node, scope, compiler);
  const token = procedureName(node.procedure);
  const { position } = node;
  return (input, frame) => {
    const values = args.map((argument) => argument?.(input, frame));
    const fn = procedure(input, frame);
    if (!isFunction(fn)) {
      const named = fn === undefined && suggestion !== undefined && isFunction(suggestion(input, frame));
      throw new JsonataError(named ? "T1007" : "T1008", { position, token });
    }
    return createFunction(open, (run, given, context) => {
      let next = 0;
      const all = values.map((value, index) => (args[index] === undefined ? given[next++] : value));
      return fn(run, all, context);
    });
  };
}

export function compileApply(node: ApplyNode, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  const lhs = compiler.compile(node.lhs, scope, depth + 1);
  if (node.rhs.type === "call") return compileCall(node.rhs, scope, depth, compiler, lhs);
  const rhs = compiler.compile(node.rhs, scope, depth + 1);
  const { position } = node;
  return (input, frame) => {
    const value = lhs(input, frame);
    const fn = rhs(input, frame);
    if (!isFunction(fn)) throw new JsonataError("T2006", { position, value: fn });
    return isFunction(value) ? chain(value, fn) : callFunction(fn, frame.run, [value]);
  };
}

/** `f ~> g`: a function that applies f and then g. */
function chain(first: JsonataFunction, second: JsonataFunction): JsonataFunction {
  return createFunction(1, (run: Run, args) =>
    callFunction(second, run, [callFunction(first, run, [args[0]])]),
  );
}
