import type { ModuleExportName, Program } from "oxc-parser";
import { isSyntaxNode, nameOf, type SyntaxNode } from "../source/syntax-node.ts";
import { asNodes, namesIn } from "../ownership/resolve-names.ts";
import type { Span } from "../source/diagnostic.ts";

/** A name that comes from another module: `imported` is its name there, `"*"` for all names of it. */
export interface ImportedName {
  local: string;
  imported: string;
  specifier: string;
  isType: boolean;
  span: Span;
}

/** What goes out under a name: a name of the module itself, or one of another. */
export type ExportedName = { local: string } | { specifier: string; imported: string };

export interface Links {
  imports: readonly ImportedName[];
  exports: ReadonlyMap<string, ExportedName>;
  /** Modules of which all names go out. */
  stars: readonly string[];
  /** `import "./setup.ts"`. */
  effects: readonly (Span & { specifier: string })[];
}

/** What is exported without a name has this one. */
export const defaultName = "default";

export function readLinks(program: Program): Links {
  const imports: ImportedName[] = [];
  const exports = new Map<string, ExportedName>();
  const stars: string[] = [];
  const effects: (Span & { specifier: string })[] = [];
  for (const node of program.body) {
    switch (node.type) {
      case "ImportDeclaration": {
        const specifier = node.source.value;
        const { start, end } = node;
        if (node.specifiers.length === 0 && node.importKind !== "type")
          effects.push({ specifier, start, end });
        for (const one of node.specifiers) {
          const imported =
            one.type === "ImportSpecifier"
              ? exportName(one.imported)
              : one.type === "ImportDefaultSpecifier"
                ? defaultName
                : "*";
          const isType =
            node.importKind === "type" || (one.type === "ImportSpecifier" && one.importKind === "type");
          imports.push({
            local: one.local.name,
            imported,
            specifier,
            isType,
            span: { start: one.start, end: one.end },
          });
        }
        break;
      }
      case "ExportNamedDeclaration":
        for (const one of node.specifiers) {
          const local = exportName(one.local);
          exports.set(
            exportName(one.exported),
            node.source === null ? { local } : { specifier: node.source.value, imported: local },
          );
        }
        for (const name of declaredNames(node.declaration)) exports.set(name, { local: name });
        break;
      case "ExportDefaultDeclaration": {
        const declared = "id" in node.declaration ? nameOf(node.declaration.id) : nameOf(node.declaration);
        exports.set(defaultName, { local: declared ?? defaultName });
        break;
      }
      case "ExportAllDeclaration":
        if (node.exported === null) stars.push(node.source.value);
        break;
      default:
    }
  }
  return { imports, exports, stars, effects };
}

function exportName(node: ModuleExportName): string {
  return node.type === "Literal" ? node.value : node.name;
}

function declaredNames(declaration: unknown): string[] {
  if (!isSyntaxNode(declaration)) return [];
  const patterns: SyntaxNode[] =
    declaration.type === "VariableDeclaration"
      ? asNodes(declaration["declarations"]).flatMap(({ id }) => asNodes(id).flatMap(namesIn))
      : asNodes(declaration["id"]);
  return patterns.flatMap((one) => nameOf(one) ?? []);
}
