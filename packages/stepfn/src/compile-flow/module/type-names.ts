import type { TSType } from "oxc-parser";
import { childrenOf, isSyntaxNode, nameOf, type SyntaxNode } from "../source/syntax-node.ts";

/** Types by name, of all modules of a flow; those of other modules are looked up there when they are asked for. */
export class TypeNames extends Map<string, TSType> {
  readonly #links = new Map<string, () => TSType | undefined>();

  link(name: string, find: () => TSType | undefined): void {
    this.#links.set(name, find);
  }

  override get(name: string): TSType | undefined {
    return super.get(name) ?? this.#links.get(name)?.();
  }
}

/** The name of a type in all modules together: names of the flow's own module stay as they are. */
export function typeNameIn(module: number, name: string): string {
  return module === 0 ? name : `${name}@${module}`;
}

/** Gives names of types their module's mark wherever the module uses them; it is called with a tree that nobody else has. */
export function markTypeNames(node: object, module: number, isOwn: (name: string) => boolean): void {
  if (module === 0) return;
  const visit = (one: SyntaxNode): void => {
    if (one.type === "TSTypeReference" && isSyntaxNode(one["typeName"])) {
      const { typeName } = one;
      const name = nameOf(typeName);
      if (name !== undefined && isOwn(name)) typeName["name"] = typeNameIn(module, name);
    }
    for (const child of allChildrenOf(one)) visit(child);
  };
  if (isSyntaxNode(node)) visit(node);
}

/** With those that say types. */
function allChildrenOf(node: SyntaxNode): SyntaxNode[] {
  const types = ["typeAnnotation", "typeArguments", "typeParameters", "returnType"].flatMap((key) => {
    const one = node[key];
    return isSyntaxNode(one) ? [one] : [];
  });
  return [...childrenOf(node), ...types];
}
