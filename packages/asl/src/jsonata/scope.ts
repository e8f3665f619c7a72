import type { Node } from "./syntax.ts";

/**
 * Names that one part of the expression declares. What is known while compiling: which frame a name is in and which slot it has there.
 * Names of tuples are not known, because a step may pass on tuples that another path made; their scope is looked up by name.
 */
export interface Scope {
  readonly parent: Scope | undefined;
  /** Slot by name. */
  readonly slots: ReadonlyMap<string, number>;
  /** Slots below this number always hold a value: parameters. */
  readonly boundSlots: number;
  readonly tuple: boolean;
}

export function createScope(
  parent: Scope | undefined,
  parameters: readonly string[],
  body: readonly Node[],
): Scope {
  const slots = new Map<string, number>();
  for (const [slot, name] of parameters.entries()) slots.set(name, slot);
  let next = parameters.length;
  for (const name of declaredNames(body)) {
    if (!slots.has(name)) slots.set(name, next++);
  }
  return { parent, slots, boundSlots: parameters.length, tuple: false };
}

export function createTupleScope(parent: Scope): Scope {
  return { parent, slots: new Map(), boundSlots: 0, tuple: true };
}

/** Names that `:=` binds in the scope that the nodes share, not in scopes inside them. */
export function declaredNames(nodes: readonly Node[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.type === "bind") names.add(node.name);
    for (const child of childrenInScope(node)) visit(child);
  };
  for (const node of nodes) visit(node);
  return names;
}

/** Children that are evaluated in the node's own scope. */
function childrenInScope(node: Node): Node[] {
  const around = [...(node.predicates ?? []), ...(node.group?.pairs.flat() ?? [])];
  switch (node.type) {
    case "path":
      return childrenOfPath(node.steps, around);
    case "block":
    case "lambda":
      return around;
    default:
      return [...childrenOf(node), ...around];
  }
}

/** From the first step that works on tuples on, each step has a scope of its own. */
function childrenOfPath(steps: readonly Node[], group: Node[]): Node[] {
  const children: Node[] = [];
  for (const step of steps) {
    if (step.tuple === true) return children;
    children.push(step);
    for (const stage of step.stages ?? []) {
      if (stage.type === "filter") children.push(stage.predicate);
    }
  }
  return [...children, ...group];
}

/** The nodes directly below one, without those that hang on it as filters and groups. */
export function childrenOf(node: Node): Node[] {
  switch (node.type) {
    case "binary":
    case "apply":
    case "step":
    case "filter":
      return [node.lhs, node.rhs];
    case "groupBy":
      return [node.lhs, ...node.pairs.flat()];
    case "orderBy":
      return [node.lhs, ...node.terms.map((term) => term.expression)];
    case "focusBind":
    case "indexBind":
      return [node.lhs];
    case "negate":
      return [node.expression];
    case "array":
    case "block":
      return node.expressions;
    case "object":
      return node.pairs.flat();
    case "call":
    case "partial":
      return [node.procedure, ...node.arguments];
    case "lambda":
      return [node.body];
    case "condition":
      return node.whenFalse === undefined
        ? [node.condition, node.whenTrue]
        : [node.condition, node.whenTrue, node.whenFalse];
    case "transform":
      return node.delete === undefined
        ? [node.pattern, node.update]
        : [node.pattern, node.update, node.delete];
    case "bind":
      return [node.rhs];
    case "path":
      return node.steps;
    case "sort":
      return node.terms.map((term) => term.expression);
    default:
      return [];
  }
}
