import type { Expression } from "oxc-parser";
import { parameterType } from "../expression/checked-type.ts";
import { applyFunction } from "../expression/callback.ts";
import { type Code, code, isVolatile, joinCode, quote } from "../expression/code.ts";
import { createLowering } from "../expression/lower-expression.ts";
import { readPattern } from "../expression/pattern.ts";
import { type Binding, type DeclaredFlow, Scope } from "../expression/scope.ts";
import { nullValue, present, type Value, value } from "../expression/value.ts";
import { GraphBuilder } from "../graph/builder.ts";
import type { Edge } from "../graph/graph.ts";
import type { LoadedModules } from "../module/load-modules.ts";
import type { Json } from "../../json.ts";
import type { ModuleNames } from "../module/read-module.ts";
import type { SourceFiles } from "../source/source-files.ts";
import { Diagnostics, type Span } from "../source/diagnostic.ts";
import { OwnedNames } from "../ownership/owned-names.ts";
import { fromAnnotation } from "../types/from-annotation.ts";
import { stringType, type Type, unknownType } from "../types/type.ts";
import type { TypeOracle } from "../types/type-oracle.ts";
import { bindPattern } from "./assign.ts";
import { lowerBranch } from "./await/branch.ts";
import { awaited } from "./await/promise.ts";
import { lowerAwait } from "./await/lower-await.ts";
import { lowerBlock } from "./block.ts";
import { lowerComputedBody } from "./computed-body.ts";
import type { FlowContext } from "./context.ts";
import { VariableNames } from "./names.ts";
import { lowerStatement } from "./statements.ts";
import { failUncaught } from "./try.ts";

const text = stringType;
/** What Step Functions knows of the execution is read as if it were a variable, so that a distributed map's children can be given it. */
const execution = "states.context.Execution";
const inputCode: Code = [{ variable: `${execution}.Input` }];
const contextValue = objectOf({
  execution: objectOf({
    id: value([{ variable: `${execution}.Id` }], text),
    name: value([{ variable: `${execution}.Name` }], text),
    startTime: value([{ variable: `${execution}.StartTime` }], text),
  }),
});

function objectOf(fields: Record<string, Value>): Value {
  const entries = Object.entries(fields);
  const type: Type = {
    kind: "object",
    fields: Object.fromEntries(entries.map(([key, field]) => [key, field.type])),
  };
  const pairs = entries.map(([key, field]) => code`${quote(key)}: ${field.code}`);
  return { ...value(code`{${joinCode(pairs, ", ")}}`, type), fields };
}

/** The graph of a flow, not yet made small. */
export function lowerFlow(
  flow: DeclaredFlow,
  modules: LoadedModules,
  files: SourceFiles,
  diagnostics: Diagnostics,
  { types, defaults }: { types?: TypeOracle | undefined; defaults: Readonly<Record<string, Json>> },
): Edge {
  const names = new VariableNames();
  for (const field of ["Input", "Id", "Name", "StartTime"]) names.markConstant(`${execution}.${field}`);
  const module = modules.entry;
  const subclassesOf = (className: string): string[] => {
    // A task may throw a class that only its own module knows.
    modules.loadAll();
    const below = [...module.errorClasses].flatMap(([name, parent]) =>
      parent === className ? subclassesOf(name) : [],
    );
    return [className, ...below];
  };
  const owned = new OwnedNames(diagnostics, (name) => isCopying(module.scope.find(name)));
  const options = {
    files,
    owned,
    declaredTypes: module.declaredTypes,
    subclassesOf,
    namelessError: () => [...module.namelessErrors][0],
    freshLocal: names.freshLocal,
    types,
  };
  const context: FlowContext = {
    builder: new GraphBuilder(diagnostics, names),
    frames: [],
    names,
    diagnostics,
    files,
    resultName: undefined,
    returned: undefined,
    inlined: [],
    insideTry: false,
    isComputed: false,
    isWhole: true,
    whole: undefined,
    flow,
    taken: new Map(),
    lowering: createLowering({
      ...options,
      diagnostics,
      computed: (statements, parameters, scope, lowering) =>
        lowerComputedBody({ statements, parameters }, scope, lowering, context),
      effects: {
        await: (node, scope) => {
          const { isWhole } = context;
          context.isWhole = isWhole && context.whole === node;
          const result = lowerAwait(node, scope, context);
          context.isWhole = isWhole;
          return result;
        },
        branch: (node, scope) => lowerBranch(node, scope, context),
        taken: (node) => context.taken.get(node),
        once: (volatile, wanted) => keep(volatile, wanted, flow.span, context),
      },
    }),
    lowerStatement,
    statement: (node, scope) => lowerStatement(node, scope, context),
    expression(node, scope) {
      const { whole } = context;
      context.whole = node;
      const result = context.lowering.lower(node, scope);
      context.whole = whole;
      return isVolatile(result.code) ? keep(result, "once", node, context) : result;
    },
  };
  owned.enter(flow.body, { ownsParameters: true });
  modules.onModule((one) => {
    for (const constant of one.constants) lowerConstant(constant, one.scope, options);
    inferTasks(one, options);
    for (const declared of one.flows) {
      const [, output] = declared.typeArguments;
      declared.output = fromAnnotation(output ?? declared.body.returnType?.typeAnnotation, one.declaredTypes);
    }
  });

  const scope = new Scope(module.scope);
  const [parameters, flowContext, ...others] = flow.body.params;
  for (const other of others)
    diagnostics.report("ACME1100", other, "a flow gets its parameters and the context");
  if (flowContext?.type === "RestElement" || flowContext?.type === "TSParameterProperty") {
    diagnostics.report("ACME1100", flowContext, "a flow gets its context as one object");
  } else if (flowContext !== undefined) {
    for (const { name, part } of readPattern(flowContext, contextValue, scope, context.lowering))
      scope.set(name, { kind: "value", value: part });
  }
  if (parameters !== undefined) {
    if (parameters.type === "RestElement" || parameters.type === "TSParameterProperty") {
      diagnostics.report("ACME1100", parameters, "a flow gets its parameters as one object");
    } else {
      const type = parameterType(parameters, context.lowering);
      bindPattern(parameters, value(startedWith(defaults, context, parameters), type), scope, context, {
        constant: true,
        stored: false,
      });
    }
  }
  const entry = context.builder.entry;
  if (flow.body.body?.type === "BlockStatement") {
    lowerBlock(flow.body.body.body, scope, context);
    context.builder.finish(nullValue, "return", flow.span);
  } else if (flow.body.body !== null) {
    const result = context.expression(awaited(flow.body.body, scope), scope);
    context.builder.finish(present(result, names.freshLocal), "return", flow.span);
  }
  failUncaught(context);
  return entry;
}

/** The run's input, over the defaults that there are: JSON's syntax is JSONata's. */
function startedWith(defaults: Readonly<Record<string, Json>>, context: FlowContext, span: Span): Code {
  if (Object.keys(defaults).length === 0) return inputCode;
  const merged = code`$merge([${JSON.stringify(defaults)}, ${inputCode}])`;
  const variable = context.names.allocate("parameters", { constant: true });
  context.builder.assign([{ variable, value: value(merged, unknownType) }], span);
  return [{ variable }];
}

/** Computes a value where it stands in the source, whatever will be made of it. */
function keep(one: Value, wanted: string, span: Span, { names, builder }: FlowContext): Value {
  const variable = names.allocate(wanted, { constant: true });
  if (builder.isReachable) builder.assign([{ variable, value: present(one, names.freshLocal) }], span);
  return { ...one, code: [{ variable }], missing: false, fallible: false };
}

/** Tasks, flows and the engine's functions get and give copies; but what is retried is a part of the flow. */
function isCopying(binding: Binding | undefined): boolean {
  if (binding?.kind === "engine") return binding.name !== "retry";
  return binding?.kind === "task" || binding?.kind === "flow";
}

type Options = Omit<Parameters<typeof createLowering>[0], "diagnostics">;

/** A constant of the module that is a plain value is written where it is read; reading another is refused there. */
function lowerConstant(
  { name, init }: { name: string; init: Expression },
  scope: Scope,
  options: Options,
): void {
  const diagnostics = new Diagnostics();
  const constant = createLowering({ ...options, diagnostics }).lower(init, scope);
  if (diagnostics.found.length === 0 && !constant.fallible && !isVolatile(constant.code))
    scope.set(name, { kind: "value", value: constant });
  else scope.set(name, { kind: "outside", why: "is computed by code that flows do not have" });
}

/** Types of tasks: as annotated, else what a task returns when that is computed as flows compute. */
function inferTasks({ tasks, scope, declaredTypes }: ModuleNames, options: Options): void {
  for (const { task, body, typeArguments } of tasks) {
    if (task.kind === "container") continue;
    const [input, output] = typeArguments;
    const [parameter] = body?.params ?? [];
    const annotation =
      parameter === undefined || parameter.type === "TSParameterProperty"
        ? undefined
        : parameter.type === "AssignmentPattern"
          ? parameter.left.typeAnnotation
          : parameter.typeAnnotation;
    task.input = fromAnnotation(input ?? annotation?.typeAnnotation, declaredTypes);
    task.output = fromAnnotation(output ?? body?.returnType?.typeAnnotation, declaredTypes);
    if (task.output.kind === "undefined") task.output = { kind: "null" };
    // A type checker infers it where the task is called.
    if (task.output.kind !== "unknown" || body === undefined || body.body === null || options.types) continue;
    const diagnostics = new Diagnostics();
    const lowering = createLowering({ ...options, diagnostics });
    const result = applyFunction(body, [value(["null"], task.input)], scope, lowering);
    task.output = diagnostics.found.length === 0 ? result.type : unknownType;
  }
}
