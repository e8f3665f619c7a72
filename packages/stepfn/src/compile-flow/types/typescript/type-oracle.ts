import { resolve } from "node:path";
import type { JsonSchema } from "acme-engine";
import type { Node } from "typescript/unstable/ast";
import type { Checker, Project, Type as CheckedType } from "typescript/unstable/sync";
import type { Diagnostic, Span } from "../../source/diagnostic.ts";
import type { Type } from "../type.ts";
import type { TypeOracle } from "../type-oracle.ts";
import type { TypeScriptModules } from "./load-typescript.ts";
import { NodeIndex } from "./node-index.ts";
import { createShapes } from "./shapes.ts";
import { createToSchema } from "./to-schema.ts";
import { createToType } from "./to-type.ts";

export interface CheckedModule extends TypeScriptModules {
  project: Project;
  /** Of the module, absolute. */
  file: string;
  /** Where the paths of other modules begin. */
  cwd: string;
  diagnostics: readonly Diagnostic[];
}

/** The checker's answers about one module. All nodes of a flow are asked for at once, with the first of them. */
export function createTypeOracle({ api, ast, project, file, cwd, diagnostics }: CheckedModule): TypeOracle {
  const { checker, program } = project;
  const indices = new Map<string, NodeIndex | undefined>();
  const indexOf = (path: string | undefined): NodeIndex | undefined => {
    const name = path === undefined ? file : resolve(cwd, path);
    if (indices.has(name)) return indices.get(name);
    const tree = program.getSourceFile(name);
    const made = tree === undefined ? undefined : new NodeIndex(tree);
    indices.set(name, made);
    return made;
  };
  const shapes = createShapes(checker, api);
  const toType = createToType(shapes);
  const toSchema = createToSchema(shapes, checker);
  const types = new Map<Node, CheckedType | undefined>();
  const { SyntaxKind } = ast;
  const expressions = new Set<number>([
    SyntaxKind.Identifier,
    SyntaxKind.PropertyAccessExpression,
    SyntaxKind.ElementAccessExpression,
    SyntaxKind.CallExpression,
    SyntaxKind.AwaitExpression,
    SyntaxKind.ConditionalExpression,
    SyntaxKind.BinaryExpression,
    SyntaxKind.AsExpression,
    SyntaxKind.NonNullExpression,
    SyntaxKind.Parameter,
  ]);

  const checkedAt = (span: Span, path: string | undefined): CheckedType | undefined => {
    const index = indexOf(path);
    const found = index?.find(span);
    if (found === undefined) return undefined;
    // The name alone of a type has none.
    const node = ast.isTypeReferenceNode(found.parent) ? found.parent : found;
    if (!types.has(node)) {
      const around = expressions.has(node.kind) ? (index?.around(span)?.all ?? []) : [];
      const asked = around.length === 0 ? [node] : around.filter(({ kind }) => expressions.has(kind));
      for (const [at, type] of checker.getTypeAtLocation(asked).entries()) {
        const one = asked[at];
        if (one !== undefined) types.set(one, type);
      }
    }
    return types.get(node);
  };

  return {
    diagnostics,
    typeAt(span, path): Type | undefined {
      const type = checkedAt(span, path);
      return type === undefined ? undefined : toType(type);
    },
    declaredAt(span, path): Type | undefined {
      const node = indexOf(path)?.find(span);
      const type = node === undefined ? undefined : declaredType(node, checker, ast);
      return type === undefined ? undefined : toType(type);
    },
    schemaAt(span, path): JsonSchema | undefined {
      const type = checkedAt(span, path);
      return type === undefined ? undefined : toSchema(type);
    },
  };
}

function declaredType(
  node: Node,
  checker: Checker,
  { isPropertyAccessExpression, isElementAccessExpression, isIdentifier }: CheckedModule["ast"],
): CheckedType | undefined {
  const name = isPropertyAccessExpression(node)
    ? node.name
    : isElementAccessExpression(node)
      ? node.argumentExpression
      : isIdentifier(node)
        ? node
        : undefined;
  const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
  return symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
}
