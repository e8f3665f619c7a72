import type {
  Argument,
  CallExpression,
  Class,
  Expression,
  Program,
  TSEnumDeclaration,
  TSType,
  VariableDeclarator,
} from "oxc-parser";
import { type DeclaredFlow, type DeclaredTask, type FunctionLike, Scope } from "../expression/scope.ts";
import type { Type } from "../types/type.ts";
import type { Diagnostics } from "../source/diagnostic.ts";
import { changedNames } from "./changed-names.ts";
import { enumType, readEnum } from "./read-enum.ts";
import { defaultName } from "./read-imports.ts";
import { literalOf, literalsOf, NameInOptions } from "./literal.ts";

export interface TaskSource {
  task: DeclaredTask;
  body: FunctionLike | undefined;
  /** `task<Input, Output>`, as far as it is written. */
  typeArguments: readonly TSType[];
}

/** What a module has at its top, by name. */
export interface ModuleNames {
  scope: Scope;
  flows: DeclaredFlow[];
  tasks: TaskSource[];
  /** Types that can be named, with those of other modules. */
  declaredTypes: Map<string, TSType>;
  /** Those that this module declares. */
  ownTypes: Map<string, TSType>;
  /** Constants whose value is still to be computed. */
  constants: { name: string; init: Expression }[];
  /** Error classes of all modules that were read, by the names of their errors: each with the one that it extends. */
  errorClasses: Map<string, string>;
  /** Those whose instances JavaScript calls "Error". */
  namelessErrors: Set<string>;
}

export const engineModule = "acme-engine";

/** Error classes of the engine, with the names that Step Functions gives such errors. */
const engineErrors: ReadonlyMap<string, string> = new Map([
  ["FlowError", "FlowError"],
  ["TaskTimedOut", "States.Timeout"],
  ["TaskFailed", "States.TaskFailed"],
  ["ItemsFailed", "States.ExceedToleratedFailureThreshold"],
  ["ItemReaderFailed", "States.ItemReaderFailed"],
]);

/** Sorts what the top of a module declares: tasks, flows, error classes, helpers, constants, types; all else is outside of flows. */
export function readModule(program: Program, diagnostics: Diagnostics, module = emptyModule()): ModuleNames {
  const changed = changedNames(program, constantsOf(program));
  const engineNames = new Map<string, string>();
  for (const statement of program.body) {
    const node =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (node === null) continue;
    switch (node.type) {
      case "ImportDeclaration":
        for (const specifier of node.specifiers) {
          const local = specifier.local.name;
          const imported =
            specifier.type === "ImportSpecifier" && specifier.imported.type === "Identifier"
              ? specifier.imported.name
              : local;
          if (node.source.value === engineModule) engineNames.set(local, imported);
        }
        break;
      case "TSInterfaceDeclaration":
        if (node.extends.length === 0 && node.typeParameters === null) {
          module.ownTypes.set(node.id.name, {
            type: "TSTypeLiteral",
            members: node.body.body,
            start: node.start,
            end: node.end,
          });
        }
        break;
      case "TSTypeAliasDeclaration":
        if (node.typeParameters === null) module.ownTypes.set(node.id.name, node.typeAnnotation);
        break;
      case "ClassDeclaration":
        readClass(node, module, engineNames, diagnostics);
        break;
      case "TSEnumDeclaration":
        readEnumDeclaration(node, module);
        break;
      case "FunctionDeclaration":
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        module.scope.set(("id" in node ? node.id?.name : undefined) ?? defaultName, {
          kind: "helper",
          node,
          scope: module.scope,
        });
        break;
      case "VariableDeclaration":
        for (const declarator of node.declarations)
          readVariable(
            declarator,
            isConstant(declarator, node.kind, changed),
            module,
            engineNames,
            diagnostics,
          );
        break;
      case "CallExpression":
        readEngineCall(
          node,
          statement.type === "ExportDefaultDeclaration" ? defaultName : undefined,
          module,
          engineNames,
          diagnostics,
        );
        break;
      default:
        declareOutside(node, module);
    }
  }
  for (const [local, imported] of engineNames) {
    const className = engineErrors.get(imported);
    if (className !== undefined) module.scope.set(local, { kind: "errorClass", className, named: true });
    else module.scope.set(local, { kind: "engine", name: imported });
  }
  return module;
}

function emptyModule(): ModuleNames {
  const types = new Map<string, TSType>();
  return {
    scope: new Scope(),
    flows: [],
    tasks: [],
    declaredTypes: types,
    ownTypes: types,
    constants: [],
    errorClasses: new Map(),
    namelessErrors: new Set(),
  };
}

/** Names that the module declares with const and gives a value that has parts. */
function constantsOf(program: Program): Set<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (node?.type !== "VariableDeclaration" || node.kind !== "const") continue;
    for (const { id, init } of node.declarations)
      if (id.type === "Identifier" && init !== null && init.type !== "Literal") names.add(id.name);
  }
  return names;
}

/** A constant that no code of the module changes, in part or whole. */
function isConstant({ id }: VariableDeclarator, kind: string, changed: ReadonlySet<string>): boolean {
  return kind === "const" && id.type === "Identifier" && !changed.has(id.name);
}

function readEnumDeclaration(node: TSEnumDeclaration, module: ModuleNames): void {
  const members = readEnum(node);
  if (members === undefined) return declareOutside(node, module);
  module.scope.set(node.id.name, { kind: "enum", members });
  module.ownTypes.set(node.id.name, enumType(node, members));
}

function declareOutside(node: object, module: ModuleNames): void {
  if (
    "id" in node &&
    typeof node.id === "object" &&
    node.id !== null &&
    "name" in node.id &&
    typeof node.id.name === "string"
  ) {
    module.scope.set(node.id.name, { kind: "outside", why: "is declared in a way that flows do not have" });
  }
}

function readClass(
  node: Class,
  module: ModuleNames,
  engineNames: ReadonlyMap<string, string>,
  diagnostics: Diagnostics,
): void {
  const name = node.id?.name;
  if (name === undefined) return;
  const parent = node.superClass?.type === "Identifier" ? node.superClass.name : undefined;
  const above = parent === undefined ? undefined : parentClass(parent, module, engineNames);
  if (above === undefined) {
    module.scope.set(name, { kind: "outside", why: "is a class other than an error" });
    return;
  }
  const errorName = errorNameOf(node);
  if (node.body.body.length > (errorName === undefined ? 0 : 1)) {
    diagnostics.report(
      "ACME1105",
      node.body,
      "an error class that flows throw or catch has no members of its own but a static errorName",
      {
        help: "put what it has to say into the message",
      },
    );
  }
  const className = errorName ?? name;
  const named = above.named || errorName !== undefined;
  if (module.errorClasses.has(className) && errorName === undefined) {
    diagnostics.report(
      "ACME1119",
      node.id ?? node,
      `two error classes are called "${className}", and a state machine knows errors by their names`,
      { help: "give one of them another name" },
    );
  }
  module.errorClasses.set(className, above.className);
  if (!named) module.namelessErrors.add(className);
  module.scope.set(name, { kind: "errorClass", className, named });
}

/** Without FlowError, an instance is called "Error" until it has crossed a boundary. */
function parentClass(
  parent: string,
  { scope }: ModuleNames,
  engineNames: ReadonlyMap<string, string>,
): { className: string; named: boolean } | undefined {
  if (parent === "Error") return { className: "Error", named: false };
  const ofEngine = engineErrors.get(engineNames.get(parent) ?? "");
  if (ofEngine !== undefined) return { className: ofEngine, named: true };
  const binding = scope.find(parent);
  return binding?.kind === "errorClass" ? binding : undefined;
}

/** `static readonly errorName = "DynamoDb.ConditionalCheckFailedException"`: what the error is called at boundaries. */
function errorNameOf({ body }: Class): string | undefined {
  const [only] = body.body;
  if (only?.type !== "PropertyDefinition" || !only.static || only.key.type !== "Identifier") return undefined;
  const { key, value } = only;
  const isText = value?.type === "Literal" && typeof value.value === "string";
  return key.name === "errorName" && isText ? String(value.value) : undefined;
}

function readVariable(
  { id, init }: VariableDeclarator,
  constant: boolean,
  module: ModuleNames,
  engineNames: ReadonlyMap<string, string>,
  diagnostics: Diagnostics,
): void {
  if (id.type !== "Identifier") return;
  if (init?.type === "CallExpression" && readEngineCall(init, id.name, module, engineNames, diagnostics))
    return;
  if (init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression") {
    module.scope.set(id.name, { kind: "helper", node: init, scope: module.scope });
  } else if (constant && init?.type === "Literal" && "regex" in init) {
    module.scope.set(id.name, { kind: "regex", node: init });
  } else if (constant && init !== null) {
    module.constants.push({ name: id.name, init });
  } else {
    module.scope.set(id.name, { kind: "outside", why: "may change" });
  }
}

function readEngineCall(
  call: CallExpression,
  local: string | undefined,
  module: ModuleNames,
  engineNames: ReadonlyMap<string, string>,
  diagnostics: Diagnostics,
): boolean {
  const imported = call.callee.type === "Identifier" ? engineNames.get(call.callee.name) : undefined;
  if (imported !== "task" && imported !== "container" && imported !== "flow") {
    if (imported !== undefined && local !== undefined) {
      module.scope.set(local, { kind: "outside", why: `is made by ${imported}() outside of a flow` });
      return true;
    }
    return false;
  }
  const [options, body] = call.arguments;
  const values = options?.type === "ObjectExpression" ? literalsOf(options) : undefined;
  const name = values?.["name"];
  if (values === undefined || typeof name !== "string") {
    diagnostics.report("ACME1003", call, `the options of a ${imported} are an object with a literal name`, {
      help: `write ${imported}({ name: "nightly" }, …)`,
    });
    if (local !== undefined) module.scope.set(local, { kind: "refused" });
    return true;
  }
  refuseUnreadOptions(imported, options, diagnostics);
  const fn =
    body?.type === "ArrowFunctionExpression" || body?.type === "FunctionExpression" ? body : undefined;
  const typeArguments = call.typeArguments?.params ?? [];
  const unknown = { kind: "unknown" } as const;
  if (imported !== "flow") {
    const task: DeclaredTask = {
      kind: imported,
      name,
      options: values,
      scope: module.scope,
      input: unknown,
      output: imported === "container" ? containerResult : unknown,
    };
    module.tasks.push({ task, body: fn, typeArguments });
    if (local !== undefined) module.scope.set(local, { kind: "task", task });
    return true;
  }
  if (fn === undefined) {
    diagnostics.report("ACME1003", call, "the body of a flow is a function that is written in place");
    return true;
  }
  const flow: DeclaredFlow = { name, options: values, body: fn, span: call, output: unknown, typeArguments };
  module.flows.push(flow);
  if (local !== undefined) module.scope.set(local, { kind: "flow", flow });
  return true;
}

/** What a container gives: `ContainerResult` of acme-engine. */
const containerResult: Type = {
  kind: "object",
  fields: { taskArn: { kind: "string" }, exitCode: { kind: "number" } },
};

/** Flow options that change nothing in the states: what they say is for the deployment. */
const flowOptions = ["name", "description", "tags", "type", "parameters", "mode"];

/** What the compiler cannot read, or does not act on yet, is refused: it would be left out without a word. */
function refuseUnreadOptions(
  what: "task" | "container" | "flow",
  options: Argument | undefined,
  diagnostics: Diagnostics,
): void {
  if (options?.type !== "ObjectExpression") return;
  for (const property of options.properties) {
    if (property.type !== "Property" || property.key.type !== "Identifier") {
      diagnostics.report("ACME1003", property, `the options of a ${what} are written one by one`);
    } else if (what === "flow" && !flowOptions.includes(property.key.name)) {
      diagnostics.report("ACME1003", property, `the flow option "${property.key.name}" is not compiled yet`);
    } else if (!isLiteral(property.key.name, literalOf(property.value))) {
      diagnostics.report(
        "ACME1003",
        property,
        `the option "${property.key.name}" is not written as a literal`,
        {
          help: "write the value itself: the compiler reads options without running the module",
        },
      );
    }
  }
}

/** Names stand in retry rules only. */
function isLiteral(option: string, value: unknown): boolean {
  if (value === undefined || value instanceof NameInOptions) return false;
  if (option === "retry" || typeof value !== "object" || value === null) return true;
  return Object.values(value).every((part) => isLiteral(option, part));
}
