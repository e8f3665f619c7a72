import type { JsonataFunction } from "./jsonata-function.ts";
import { createScope } from "./scope.ts";
import { childrenOf } from "./scope.ts";
import type { Node } from "./syntax.ts";

/** What an expression takes from outside. Positions are characters from its start to the end of the token. */
export interface References {
  /** Variables, without `$`, that the expression does not bind itself and that are not built-in functions; each once, in order. */
  readonly variables: ReadonlySet<string>;
  /** Names of built-in functions that it uses. */
  readonly functions: ReadonlySet<string>;
  /** Paths that start at a variable from outside: `$states.input.id` is `{ variable: "states", names: ["input", "id"] }`. */
  readonly variablePaths: readonly { variable: string; names: readonly string[]; position: number }[];
  /** Names (also `*`, `**`) that are looked up in the input of the whole expression. */
  readonly topLevelNames: readonly { name: string; position: number }[];
  /** Where `$` means the input of the whole expression. */
  readonly topLevelContext: readonly number[];
  /** Where `$$` stands; it means the input of the whole expression anywhere. */
  readonly root: readonly number[];
}

interface Names {
  readonly parent: Names | undefined;
  readonly declared: ReadonlySet<string>;
}

export function findReferences(root: Node, builtins: ReadonlyMap<string, JsonataFunction>): References {
  const finder = new Finder(builtins);
  finder.visit(root, { parent: undefined, declared: declared([root], []) }, true);
  return finder;
}

function declared(nodes: readonly Node[], parameters: readonly string[]): ReadonlySet<string> {
  return new Set(createScope(undefined, parameters, nodes).slots.keys());
}

class Finder implements References {
  readonly variables = new Set<string>();
  readonly functions = new Set<string>();
  readonly variablePaths: { variable: string; names: readonly string[]; position: number }[] = [];
  readonly topLevelNames: { name: string; position: number }[] = [];
  readonly topLevelContext: number[] = [];
  readonly root: number[] = [];

  private readonly builtins: ReadonlyMap<string, JsonataFunction>;

  constructor(builtins: ReadonlyMap<string, JsonataFunction>) {
    this.builtins = builtins;
  }

  /** @param top Whether the node is evaluated with the input of the whole expression as its context. */
  visit(node: Node, names: Names, top: boolean): void {
    this.visitKind(node, names, top);
    for (const predicate of node.predicates ?? []) this.visit(predicate, names, false);
    for (const stage of node.stages ?? []) {
      if (stage.type === "filter") this.visit(stage.predicate, names, false);
    }
    if (node.group !== undefined) {
      for (const part of node.group.pairs.flat()) this.visit(part, names, false);
    }
  }

  private visitKind(node: Node, names: Names, top: boolean): void {
    switch (node.type) {
      case "name":
        if (top) this.topLevelNames.push({ name: node.value, position: node.position });
        break;
      case "wildcard":
      case "descendant":
        if (top)
          this.topLevelNames.push({ name: node.type === "wildcard" ? "*" : "**", position: node.position });
        break;
      case "variable":
        this.visitVariable(node.value, node.position, names, top, []);
        break;
      case "path":
        this.visitPath(node.steps, names, top);
        break;
      case "block": {
        const inner = { parent: names, declared: declared(node.expressions, []) };
        for (const child of node.expressions) this.visit(child, inner, top);
        break;
      }
      case "lambda":
        this.visit(node.body, { parent: names, declared: declared([node.body], node.parameters) }, top);
        break;
      case "transform":
        for (const child of childrenOf(node)) this.visit(child, names, false);
        break;
      default:
        for (const child of childrenOf(node)) this.visit(child, names, top);
    }
  }

  private visitPath(steps: readonly Node[], names: Names, top: boolean): void {
    const bound = steps.flatMap((step) => [step.focus, step.index, ...indexNames(step)]);
    const inner = { parent: names, declared: new Set(bound.filter((name) => name !== undefined)) };
    for (const [index, step] of steps.entries()) {
      if (index === 0 && step.type === "variable") {
        this.visitVariable(step.value, step.position, inner, top, leadingNames(steps.slice(1)));
        this.visit({ ...step, type: "literal", value: null }, inner, false);
      } else {
        this.visit(step, inner, top && index === 0);
      }
    }
  }

  private visitVariable(
    name: string,
    position: number,
    names: Names,
    top: boolean,
    path: readonly string[],
  ): void {
    if (name === "") {
      if (top) this.topLevelContext.push(position);
      return;
    }
    for (let at: Names | undefined = names; at !== undefined; at = at.parent) {
      if (at.declared.has(name)) return;
    }
    if (name === "$") {
      this.root.push(position);
    } else if (this.builtins.has(name)) {
      this.functions.add(name);
    } else {
      this.variables.add(name);
      this.variablePaths.push({ variable: name, names: path, position });
    }
  }
}

function indexNames(step: Node): string[] {
  return (step.stages ?? []).flatMap((stage) => (stage.type === "index" ? [stage.name] : []));
}

function leadingNames(steps: readonly Node[]): string[] {
  const names: string[] = [];
  for (const step of steps) {
    if (step.type !== "name") break;
    names.push(step.value);
    if (step.stages !== undefined) break;
  }
  return names;
}
