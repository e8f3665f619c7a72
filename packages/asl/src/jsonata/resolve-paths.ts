/**
 * From the tree as written to the tree that is compiled: the parts of a location path become one list of steps, each with its filters,
 * bindings and marks; `%` finds the step whose item it means; minus before a number becomes a negative number.
 */
import { JsonataError } from "./jsonata-error.ts";
import { tokenOf } from "./parse-syntax.ts";
import { createParents } from "./resolve-parents.ts";
import type { Parents } from "./resolve-parents.ts";
import type { Node, PathNode, SortNode, StepBindNode, StepNode } from "./syntax.ts";

/** Changes the tree that it is given. @throws JsonataError with a code that starts with `S`. */
export function resolvePaths(root: Node): Node {
  const parents = createParents();
  const resolved = resolve(root, parents);
  if (resolved.type === "parent" || resolved.seeking !== undefined) {
    throw new JsonataError("S0217", { position: resolved.position, token: resolved.type });
  }
  return resolved;
}

function resolve(node: Node, parents: Parents): Node {
  const resolved = resolveKind(node, parents);
  if (node.keepArray === true) resolved.keepArray = true;
  return resolved;
}

function resolveKind(node: Node, parents: Parents): Node {
  switch (node.type) {
    case "step":
      return resolveStep(node, parents);
    case "filter":
      return resolveFilter(node, parents);
    case "groupBy": {
      const result = resolve(node.lhs, parents);
      if (result.group !== undefined) throw new JsonataError("S0210", { position: node.position });
      const pairs = node.pairs.map(([key, value]): [Node, Node] => [
        resolve(key, parents),
        resolve(value, parents),
      ]);
      result.group = { pairs, position: node.position };
      return result;
    }
    case "orderBy": {
      const path = asPath(resolve(node.lhs, parents));
      const sort: SortNode = { type: "sort", terms: node.terms, position: node.position };
      for (const term of sort.terms) {
        term.expression = resolve(term.expression, parents);
        parents.pass(term.expression, sort);
      }
      path.steps.push(sort);
      parents.resolve(path);
      return path;
    }
    case "focusBind":
    case "indexBind":
      return resolveStepBinding(node, parents);
    case "bind":
      node.rhs = resolveWithin(node.rhs, node, parents);
      return node;
    case "apply":
      node.lhs = resolve(node.lhs, parents);
      node.rhs = resolve(node.rhs, parents);
      if (node.lhs.keepArray === true || node.rhs.keepArray === true) node.keepArray = true;
      return node;
    case "binary":
      node.lhs = resolveWithin(node.lhs, node, parents);
      node.rhs = resolveWithin(node.rhs, node, parents);
      return node;
    case "negate": {
      const operand = resolve(node.expression, parents);
      if (operand.type === "literal" && typeof operand.value === "number") {
        operand.value = -operand.value;
        return operand;
      }
      node.expression = operand;
      parents.pass(operand, node);
      return node;
    }
    case "array":
      for (let index = 0; index < node.expressions.length; index++) {
        const item = node.expressions[index];
        if (item !== undefined) node.expressions[index] = resolveWithin(item, node, parents);
      }
      return node;
    case "object":
      for (const pair of node.pairs) {
        pair[0] = resolveWithin(pair[0], node, parents);
        pair[1] = resolveWithin(pair[1], node, parents);
      }
      return node;
    case "call":
    case "partial":
      for (let index = 0; index < node.arguments.length; index++) {
        const argument = node.arguments[index];
        if (argument === undefined || (argument.type === "operator" && argument.value === "?")) continue;
        node.arguments[index] = resolveWithin(argument, node, parents);
      }
      node.procedure = resolve(node.procedure, parents);
      return node;
    case "lambda":
      node.body = resolve(node.body, parents);
      return node;
    case "condition":
      node.condition = resolveWithin(node.condition, node, parents);
      node.whenTrue = resolveWithin(node.whenTrue, node, parents);
      if (node.whenFalse !== undefined) node.whenFalse = resolveWithin(node.whenFalse, node, parents);
      return node;
    case "transform":
      node.pattern = resolve(node.pattern, parents);
      node.update = resolve(node.update, parents);
      if (node.delete !== undefined) node.delete = resolve(node.delete, parents);
      return node;
    case "block":
      node.expressions = node.expressions.map((expression) => {
        const part = resolveWithin(expression, node, parents);
        if (part.constructs === true || (part.type === "path" && part.steps[0]?.constructs === true)) {
          node.constructs = true;
        }
        return part;
      });
      return node;
    case "name": {
      const path: PathNode = { type: "path", steps: [node], position: node.position };
      if (node.keepArray === true) path.keepSingleton = true;
      return path;
    }
    case "operator":
      if (node.value === "?") throw new JsonataError("S0201", { position: node.position, token: "?" });
      return resolveKind(
        node.keepArray === true
          ? { type: "name", value: node.value, position: node.position, keepArray: true }
          : { type: "name", value: node.value, position: node.position },
        parents,
      );
    case "parent":
      node.slot = parents.createSlot();
      return node;
    case "end":
      throw new JsonataError("S0207", { position: node.position, token: tokenOf(node) });
    case "literal":
    case "variable":
    case "regex":
    case "wildcard":
    case "descendant":
    case "path":
    case "sort":
      return node;
  }
}

/** Resolves a child; what it seeks and does not find, the node seeks. */
function resolveWithin(child: Node, node: Node, parents: Parents): Node {
  const resolved = resolve(child, parents);
  parents.pass(resolved, node);
  return resolved;
}

function asPath(node: Node): PathNode {
  return node.type === "path" ? node : { type: "path", steps: [node], position: node.position };
}

function resolveStep(node: StepNode, parents: Parents): Node {
  const first = resolve(node.lhs, parents);
  const path = asPath(first);
  if (first.type === "parent") path.seeking = [first.slot];
  appendSteps(path.steps, node.rhs, parents);
  for (let index = 0; index < path.steps.length; index++) {
    const step = path.steps[index];
    if (step === undefined) continue;
    if (step.type === "literal") {
      if (typeof step.value !== "string") {
        throw new JsonataError("S0213", { position: step.position, value: step.value });
      }
      path.steps[index] = { ...step, type: "name", value: step.value };
    }
    if (step.keepArray === true) path.keepSingleton = true;
  }
  const start = path.steps[0];
  if (start?.type === "array") start.constructs = true;
  const last = path.steps.at(-1);
  if (last?.type === "array") last.constructs = true;
  parents.resolve(path);
  return path;
}

function appendSteps(steps: Node[], node: Node, parents: Parents): void {
  if (node.type === "name") {
    steps.push(node);
    return;
  }
  const rest = resolve(node, parents);
  if (rest.type === "path") {
    for (const step of rest.steps) steps.push(step);
  } else {
    moveFiltersToStages(rest);
    steps.push(rest);
  }
}

/** A node that becomes a step has its filters applied as the step's, not as the node's own. */
function moveFiltersToStages(node: Node): void {
  if (node.predicates === undefined) return;
  node.stages = node.predicates.map((predicate) => ({ type: "filter", predicate }));
  delete node.predicates;
}

function resolveFilter(node: StepNode, parents: Parents): Node {
  const result = resolve(node.lhs, parents);
  const step = lastStep(result);
  if (step.group !== undefined) throw new JsonataError("S0209", { position: node.position });
  const predicate = resolve(node.rhs, parents);
  if (predicate.seeking !== undefined) {
    for (const slot of predicate.seeking) {
      if (slot.level === 1) parents.seek(step, slot);
      else slot.level--;
    }
    parents.pass(predicate, step);
  }
  if (result.type === "path") {
    step.stages ??= [];
    step.stages.push({ type: "filter", predicate });
  } else {
    step.predicates ??= [];
    step.predicates.push(predicate);
  }
  return result;
}

function lastStep(node: Node): Node {
  return node.type === "path" ? (node.steps.at(-1) ?? node) : node;
}

function resolveStepBinding(node: StepBindNode, parents: Parents): Node {
  const inner = resolve(node.lhs, parents);
  const step = lastStep(inner);
  if (node.type === "focusBind") {
    if (step.stages !== undefined || step.predicates !== undefined) {
      throw new JsonataError("S0215", { position: node.position });
    }
    if (step.type === "sort") throw new JsonataError("S0216", { position: node.position });
    if (node.keepArray === true) step.keepArray = true;
    step.focus = node.name;
    step.tuple = true;
    return inner;
  }
  const path = asPath(inner);
  if (inner.type !== "path") moveFiltersToStages(step);
  if (step.stages === undefined) step.index = node.name;
  else step.stages.push({ type: "index", name: node.name });
  step.tuple = true;
  return path;
}
