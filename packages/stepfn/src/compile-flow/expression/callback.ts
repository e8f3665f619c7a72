import type { BindingPattern, Expression, ParamPattern, Statement } from "oxc-parser";
import { type BoundName, readPattern } from "./pattern.ts";
import { nullType, type Type, undefinedType, unionOf, unknownType } from "../types/type.ts";
import { asParameter } from "./checked-type.ts";
import { type Code, code, joinCode } from "./code.ts";
import { toSingle } from "./to-single.ts";
import type { Lowering } from "./lowering.ts";
import { type FunctionLike, Scope } from "./scope.ts";
import { toTest } from "./truthiness.ts";
import { nullValue, present, refusedValue, type Value, value } from "./value.ts";

/** A callback as the body of a JSONata function: the names of its parameters, and what it gives. */
export interface Callback {
  parameters: readonly string[];
  body: Value;
}

/** A callback given inline, `(x, i) => …`, with the types of what it is called with; undefined when it is refused. */
export function lowerCallback(
  node: Expression | { type: "SpreadElement" } | undefined,
  types: readonly Type[],
  scope: Scope,
  lowering: Lowering,
): Callback | undefined {
  const found = node?.type === "Identifier" ? scope.find(node.name) : undefined;
  const fn = found?.kind === "helper" ? found.node : node;
  const home = found?.kind === "helper" ? found.scope : scope;
  if (
    fn?.type !== "ArrowFunctionExpression" &&
    fn?.type !== "FunctionExpression" &&
    fn?.type !== "FunctionDeclaration"
  ) {
    if (node !== undefined && "start" in node)
      lowering.diagnostics.report("ACME1100", node, "a function has to stand here", {
        help: "write (x) => …",
      });
    return undefined;
  }
  if (fn.async || fn.generator) {
    lowering.diagnostics.report("ACME1103", fn, "Step Functions cannot wait inside of this callback", {
      help: "use map(items, async (item) => …), or await Promise.all(items.map(async (item) => …))",
    });
    return undefined;
  }
  if (fn.params.some(({ type }) => type === "RestElement")) {
    lowering.diagnostics.report(
      "ACME1100",
      fn,
      "a callback with a rest parameter also gets the index and the array",
      {
        help: "name the parameters that it uses",
      },
    );
    return undefined;
  }
  const parameters = fn.params.slice(0, types.length).map(() => lowering.freshLocal());
  const values = parameters.map((name, index) => value([name], types[index] ?? unknownType));
  return { parameters, body: applyFunction(fn, values, home, lowering.withoutEffects()) };
}

/** What a pure function gives for these values. */
export function applyFunction(
  fn: FunctionLike,
  values: readonly Value[],
  scope: Scope,
  lowering: Lowering,
): Value {
  if (lowering.inside.includes(fn)) {
    lowering.diagnostics.report(
      "ACME1106",
      fn,
      "this function calls itself, and JSONata would need a stack for it",
      { help: "use a loop" },
    );
    return refusedValue;
  }
  const names: BoundName[] = [];
  const inner = new Scope(scope);
  const deeper = lowering.withoutEffects(fn);
  for (const [index, parameter] of fn.params.entries()) {
    if (parameter.type === "RestElement") {
      const given = values.slice(index);
      const rest = given.reduce<Code>(
        (all, one) => code`$append(${all}, ${toSingle(one, lowering)})`,
        ["[]"],
      );
      const item = given.length === 0 ? unknownType : unionOf(...given.map((one) => one.type));
      const list = value(rest, { kind: "array", item }, { of: given });
      names.push(...bindPure(parameter.argument, list, inner, deeper));
      continue;
    }
    const given = values[index] ?? { ...nullValue, type: undefinedType };
    names.push(...bindParameter(parameter, asParameter(given, parameter, lowering), inner, deeper));
  }
  if (fn.body === null) return refusedValue;
  if (fn.body.type !== "BlockStatement") return deeper.lower(fn.body, inner);
  const statements = fn.body.body;
  if (isSimple(statements) && !names.some(({ span }) => lowering.owned.isChanged(span)))
    return lowerPureBody(statements, inner, deeper);
  const found = lowering.diagnostics.found.length;
  const computed = deeper.computed(statements, inner, names);
  if (computed !== undefined) return computed;
  if (lowering.diagnostics.found.length === found) {
    lowering.diagnostics.report(
      "ACME1100",
      fn,
      "this function does more than compute: it throws, or its loops have no known end",
      { help: "return a value and throw in the flow, go over arrays with for…of, or make it a task" },
    );
  }
  return refusedValue;
}

/** Constants, tests and returns, whose constants are computed once each. */
function isSimple(statements: readonly Statement[]): boolean {
  return statements.every((statement) => {
    switch (statement.type) {
      case "ReturnStatement":
      case "EmptyStatement":
        return true;
      case "VariableDeclaration":
        return (
          statement.kind === "const" &&
          statement.declarations.every(
            ({ init }) =>
              init !== null &&
              !/^(?:ArrowFunction|Function|New)Expression$/.test(init.type) &&
              !("regex" in init),
          )
        );
      case "IfStatement": {
        // What goes on behind an arm would see the names of the arm.
        const { consequent, alternate } = statement;
        return [consequent, ...(alternate === null ? [] : [alternate])].every(
          (arm) => returns(arm) && isSimple(arm.type === "BlockStatement" ? arm.body : [arm]),
        );
      }
      default:
        return false;
    }
  });
}

function bindParameter(parameter: ParamPattern, one: Value, scope: Scope, lowering: Lowering): BoundName[] {
  if (parameter.type === "TSParameterProperty" || parameter.type === "RestElement") {
    lowering.diagnostics.report(
      "ACME1100",
      parameter,
      "rest parameters are not supported in callbacks and helpers",
    );
    return [];
  }
  return bindPure(parameter, one, scope, lowering);
}

/** Names of a pattern, each standing for a part of the value. */
function bindPure(pattern: BindingPattern, one: Value, scope: Scope, lowering: Lowering): BoundName[] {
  const names = readPattern(pattern, one, scope, lowering);
  for (const { name, part } of names) scope.set(name, { kind: "value", value: part });
  return names;
}

/** `const …; if (…) return …; return …` as one expression. */
function lowerPureBody(statements: readonly Statement[], scope: Scope, lowering: Lowering): Value {
  const binds: Code[] = [];
  const of: Value[] = [];
  const finish = (result: Value): Value => {
    if (binds.length === 0) return result;
    return {
      ...result,
      code: code`(${joinCode(binds, "; ")}; ${result.code})`,
      fallible: result.fallible || of.some((one) => one.fallible),
    };
  };
  for (const [index, statement] of statements.entries()) {
    switch (statement.type) {
      case "ReturnStatement":
        return finish(statement.argument === null ? nullValue : lowering.lower(statement.argument, scope));
      case "VariableDeclaration":
        for (const declarator of statement.declarations) {
          if (statement.kind !== "const" || declarator.init === null) {
            lowering.diagnostics.report(
              "ACME1100",
              statement,
              "callbacks and helpers have const, if and return only",
              { help: "use const and a conditional expression" },
            );
            return refusedValue;
          }
          const local = lowering.freshLocal();
          const init = present(lowering.lower(declarator.init, scope), lowering.freshLocal);
          of.push(init);
          binds.push(code`${local} := ${init.code}`);
          bindPure(declarator.id, value([local], init.type), scope, lowering);
        }
        break;
      case "IfStatement": {
        const test = lowering.lower(statement.test, scope);
        const rest = statements.slice(index + 1);
        const then = present(
          lowerPureBody(
            [statement.consequent, ...(returns(statement.consequent) ? [] : rest)],
            new Scope(scope),
            lowering,
          ),
          lowering.freshLocal,
        );
        const alternate = statement.alternate === null ? [] : [statement.alternate];
        const otherwise = present(
          lowerPureBody(
            [...alternate, ...(statement.alternate !== null && returns(statement.alternate) ? [] : rest)],
            new Scope(scope),
            lowering,
          ),
          lowering.freshLocal,
        );
        return finish(
          value(
            code`(${toTest(test, lowering)} ? ${then.code} : ${otherwise.code})`,
            unionOf(then.type, otherwise.type),
            {
              of: [test, then, otherwise],
            },
          ),
        );
      }
      case "BlockStatement":
        return finish(
          lowerPureBody([...statement.body, ...statements.slice(index + 1)], new Scope(scope), lowering),
        );
      case "EmptyStatement":
        break;
      default:
        lowering.diagnostics.report(
          "ACME1100",
          statement,
          "callbacks and helpers have const, if and return only",
          { help: "use array methods, or a task" },
        );
        return refusedValue;
    }
  }
  return finish(value(["null"], nullType));
}

function returns(statement: Statement): boolean {
  if (statement.type === "ReturnStatement") return true;
  return statement.type === "BlockStatement" && statement.body.some(returns);
}

/** `function($v1, $v2){…}` with the body never nothing. */
export function renderCallback({ parameters, body }: Callback): Code {
  return code`function(${parameters.join(", ")}){${body.code}}`;
}
