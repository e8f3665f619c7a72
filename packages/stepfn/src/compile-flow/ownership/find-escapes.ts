import {
  isFunction,
  isSyntaxNode,
  isWrapper,
  nameOf,
  type SyntaxNode,
  unwrap,
  walkSyntax,
} from "../source/syntax-node.ts";
import { type Change, changingMethod, isObjectAssign, readChain } from "./find-changes.ts";
import { calledName, isCopyingCall } from "./find-shared.ts";
import { copyingGlobals, newContainerGlobals, newContainerMethods, plainGlobals } from "./known-calls.ts";
import { isPrefix, type OwnershipContext } from "./ownership-context.ts";
import { asNodes } from "./resolve-names.ts";

export interface Escape {
  leaf: SyntaxNode;
  level: number;
  change: Change;
}

interface Iteration {
  span: SyntaxNode;
  change: Change;
}

/** Where a name is used in a way that gives what it holds, or a part of it, another name before it is changed. */
export function findEscapes(
  root: SyntaxNode,
  context: OwnershipContext,
): { escapes: Escape[]; iterations: Iteration[] } {
  const escapes: Escape[] = [];
  const iterations: Iteration[] = [];
  walkSyntax(root, (node, above) => {
    if (node.type !== "Identifier" || context.names.get(node) !== context.declaration) return;
    if (node === context.declaration.node) return;
    const use = followUse(node, above, context);
    iterations.push(...use.iterations);
    if (use.gives === undefined) return;
    const { leaf, level, path, at } = use.gives;
    const change = context.changes.find(
      (one) => isPrefix(path, one.path) && happensAfter(one, at, above, context),
    );
    if (change !== undefined) escapes.push({ leaf, level, change });
  });
  return { escapes, iterations };
}

interface Use {
  /** Undefined when the use lets go of nothing. */
  gives: { leaf: SyntaxNode; level: number; path: readonly string[]; at: SyntaxNode } | undefined;
  iterations: Iteration[];
}

const nothing: Use = { gives: undefined, iterations: [] };

function followUse(name: SyntaxNode, above: readonly SyntaxNode[], context: OwnershipContext): Use {
  let node = name;
  /** What the type is asked of. */
  let leaf = name;
  let level = 0;
  let path: readonly string[] = [];
  const iterations: Iteration[] = [];
  const contents = (): void => {
    if (level === 0) path = [...path, "[]"];
    level = 1;
  };
  const gives = (at: SyntaxNode): Use => ({ gives: { leaf, level, path, at }, iterations });

  for (const [index, parent] of above.toReversed().map((one, index) => [index, one] as const)) {
    const outer = above[above.length - 2 - index];
    const isCalled = (method: SyntaxNode): boolean =>
      outer?.type === "CallExpression" && unwrap(outer["callee"]) === method;
    if (isWrapper(parent)) {
      node = parent;
      continue;
    }
    switch (parent.type) {
      case "MemberExpression":
        if (parent["object"] !== node) return nothing;
        if (isCalled(parent)) break;
        if (nameOf(parent["property"]) === "length" && parent["computed"] !== true) return nothing;
        if (level === 1) level = 0;
        else path = readStep(parent, path);
        leaf = parent;
        break;
      case "CallExpression":
      case "NewExpression": {
        const result = followCall(parent, node, { contents, context });
        if (result === "nothing") return { gives: undefined, iterations };
        if (result === "stored") return gives(parent);
        if (result === "item") {
          if (level === 1) level = 0;
          else path = [...path, "[]"];
        }
        leaf = parent;
        break;
      }
      case "SpreadElement":
        contents();
        break;
      case "Property":
        if (parent["value"] !== node) return nothing;
        break;
      case "ObjectExpression":
      case "ArrayExpression":
        break;
      case "AwaitExpression":
        // What is awaited is lowered with its await.
        leaf = parent;
        break;
      case "ConditionalExpression":
        if (parent["test"] === node) return nothing;
        break;
      case "LogicalExpression":
        if (parent["operator"] === "&&" && parent["left"] === node) return nothing;
        break;
      case "BinaryExpression":
      case "UnaryExpression":
      case "UpdateExpression":
      case "TemplateLiteral":
      case "ExpressionStatement":
      case "ThrowStatement":
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForStatement":
      case "SwitchStatement":
      case "SwitchCase":
      case "ForInStatement":
        return { gives: undefined, iterations };
      case "ForOfStatement": {
        const target = iteratedPath(parent["right"], context);
        if (target !== undefined) iterations.push(...changesDuring(parent, target, context));
        contents();
        return gives(parent);
      }
      case "VariableDeclarator":
        if (isSyntaxNode(parent["id"]) && parent["id"].type !== "Identifier") contents();
        return gives(parent);
      case "AssignmentExpression": {
        if (parent["left"] === node || !["=", "??=", "||=", "&&="].includes(String(parent["operator"])))
          return nothing;
        const target = readChain(parent["left"]);
        const isOwn = target !== undefined && context.names.get(target.root) === context.declaration;
        // What it replaces is gone; it moves inside of its own variable.
        if (
          isOwn &&
          (target.path.length === 0 || target.path.every((step, at) => step === path[at] && step !== "[]"))
        )
          return { gives: undefined, iterations };
        return gives(parent);
      }
      case "ReturnStatement":
        return leaves(parent, above.slice(0, above.length - 1 - index), context)
          ? { gives: undefined, iterations }
          : gives(parent);
      case "ArrowFunctionExpression": {
        const whole = above.slice(0, above.length - index);
        return leaves(parent, whole, context) ? { gives: undefined, iterations } : gives(parent);
      }
      default:
        return gives(parent);
    }
    node = parent;
  }
  return nothing;
}

function readStep(member: SyntaxNode, path: readonly string[]): string[] {
  const { property } = member;
  const literal = isSyntaxNode(property) && property.type === "Literal" ? property["value"] : undefined;
  if (member["computed"] === true) return [...path, typeof literal === "string" ? `.${literal}` : "[]"];
  return [...path, `.${nameOf(property) ?? ""}`];
}

/** What a call does with what it is called on or gets: nothing that lasts, keeps it, or gives it on. */
function followCall(
  call: SyntaxNode,
  node: SyntaxNode,
  { contents, context }: { contents(): void; context: OwnershipContext },
): "nothing" | "stored" | "item" | "same" {
  const callee = unwrap(call["callee"]);
  const changing = changingMethod(call);
  if (unwrap(node) === callee || node === call["callee"]) {
    const method = callee?.type === "MemberExpression" ? (nameOf(callee["property"]) ?? "") : "";
    if (changing !== undefined) {
      if (/^(?:push|unshift)$/.test(method)) return "nothing";
      if (method === "splice") contents();
      return /^(?:pop|shift)$/.test(method) ? "item" : "same";
    }
    if (newContainerMethods.has(method)) {
      contents();
      return "same";
    }
    return "item";
  }
  if (isCopyingCall(call, context.isCopying)) return "nothing";
  const name = calledName(callee);
  if (name !== undefined && (plainGlobals.has(name) || copyingGlobals.has(name))) return "nothing";
  if (changing !== undefined) return "stored";
  if (isObjectAssign(call)) {
    if (asNodes(call["arguments"])[0] === node) return "same";
    contents();
    return "stored";
  }
  const isConcat = callee?.type === "MemberExpression" && nameOf(callee["property"]) === "concat";
  if ((name !== undefined && newContainerGlobals.has(name)) || isConcat || call.type === "NewExpression")
    contents();
  return "same";
}

/** Whether what is returned leaves the function that the name belongs to: nobody changes it under this name any more. */
function leaves(statement: SyntaxNode, above: readonly SyntaxNode[], context: OwnershipContext): boolean {
  const { declaration, changes } = context;
  const home = above.findLastIndex(isFunction);
  const fn = statement.type === "ArrowFunctionExpression" ? statement : above[home];
  const changesIn = (block: unknown): boolean =>
    isSyntaxNode(block) && changes.some(({ node }) => node.start >= block.start && node.end <= block.end);
  const inside = statement.type === "ArrowFunctionExpression" ? [] : above.slice(home + 1);
  if (inside.some((one) => one.type === "TryStatement" && changesIn(one["finalizer"]))) return false;
  if (fn === declaration.home) return true;
  const call = fn === undefined ? undefined : context.parents.get(fn);
  return call !== undefined && isCopyingCall(call, context.isCopying);
}

/** The path of the array that a loop goes over while it may change. */
function iteratedPath(node: unknown, context: OwnershipContext): readonly string[] | undefined {
  const inner = unwrap(node);
  const callee = inner?.type === "CallExpression" ? unwrap(inner["callee"]) : undefined;
  const isView =
    callee?.type === "MemberExpression" && /^(?:entries|keys|values)$/.test(nameOf(callee["property"]) ?? "");
  const chain = readChain(isView ? callee["object"] : inner);
  return chain !== undefined && context.names.get(chain.root) === context.declaration
    ? chain.path
    : undefined;
}

function changesDuring(
  loop: SyntaxNode,
  path: readonly string[],
  { changes, names }: OwnershipContext,
): Iteration[] {
  const isOwnIndex = (index: SyntaxNode | undefined): boolean => {
    const declared = index === undefined ? undefined : names.get(index);
    return (
      declared !== undefined &&
      declared.loops.at(-1) === loop &&
      isSyntaxNode(loop["left"]) &&
      declared.node.end <= loop["left"].end
    );
  };
  return changes
    .filter(
      ({ above, path: changed, index }) =>
        above.includes(loop) && isPrefix(changed, path) && isPrefix(path, changed) && !isOwnIndex(index),
    )
    .map((change) => ({ span: loop["right"] as SyntaxNode, change }));
}

/** Whether the change may come after this use: behind it in the text, or in a further round of a loop around both. */
function happensAfter(
  change: Change,
  at: SyntaxNode,
  above: readonly SyntaxNode[],
  { declaration, names, parents }: OwnershipContext,
): boolean {
  if (isGivenUp(at, declaration, names, parents)) return false;
  if (change.node.start >= at.end) return true;
  const isLoop = ({ type }: SyntaxNode): boolean => /^(?:While|DoWhile|For|ForOf|ForIn)Statement$/.test(type);
  const fresh = new Set(declaration.loops);
  const shared = above.filter((one) => change.above.includes(one) && isLoop(one) && !fresh.has(one));
  return shared.length > 0 || above.some((one) => isFunction(one) && one !== declaration.home);
}

/** `batches.push(batch); batch = [];`: the name is given another value right behind. */
function isGivenUp(
  at: SyntaxNode,
  declaration: OwnershipContext["declaration"],
  names: OwnershipContext["names"],
  parents: OwnershipContext["parents"],
): boolean {
  let statement: SyntaxNode | undefined = at;
  while (
    statement !== undefined &&
    !/^(?:Expression|Variable).*(?:Statement|Declaration)$/.test(statement.type)
  )
    statement = parents.get(statement);
  const block = statement === undefined ? undefined : parents.get(statement);
  if (block?.type !== "BlockStatement" || statement === undefined) return false;
  const statements = asNodes(block["body"]);
  const next = statements[statements.indexOf(statement) + 1];
  const assignment = next?.type === "ExpressionStatement" ? next["expression"] : undefined;
  if (
    !isSyntaxNode(assignment) ||
    assignment.type !== "AssignmentExpression" ||
    assignment["operator"] !== "="
  )
    return false;
  if (!isSyntaxNode(assignment["left"]) || names.get(assignment["left"]) !== declaration) return false;
  let reads = false;
  walkSyntax(assignment, (node) => {
    if (node !== assignment["left"] && names.get(node) === declaration) reads = true;
  });
  return !reads;
}
