import type { Program, TSType } from "oxc-parser";
import { type Binding, Scope } from "../expression/scope.ts";
import { resolveNames } from "../ownership/resolve-names.ts";
import { Diagnostics } from "../source/diagnostic.ts";
import { parseModule } from "../source/parse-module.ts";
import type { SourceFile, SourceFiles } from "../source/source-files.ts";
import { isSyntaxNode, nameOf, type SyntaxNode, walkSyntax } from "../source/syntax-node.ts";
import type { ReadModule } from "./module-reader.ts";
import { type ImportedName, type Links, readLinks } from "./read-imports.ts";
import { engineModule, type ModuleNames, readModule } from "./read-module.ts";
import { markTypeNames, TypeNames, typeNameIn } from "./type-names.ts";

interface LoadedModule {
  index: number;
  path: string;
  links: Links;
  names: ModuleNames;
}

/** The module of a flow, with what it imports, which is read when something of it is used. */
export interface LoadedModules {
  entry: ModuleNames;
  /** Is called with the modules that there are and with each that is read later. */
  onModule(prepare: (module: ModuleNames) => void): void;
  /** Reads all that is imported, and what that imports. */
  loadAll(): void;
}

export interface LoadOptions extends SourceFile {
  /** Of the flow's own module, where it has been parsed already. */
  program?: Program | undefined;
  readModule: ReadModule | undefined;
  files: SourceFiles;
  diagnostics: Diagnostics;
}

/** Undefined when the flow's own module does not parse. */
export function loadModules({
  path,
  source,
  program: parsed,
  readModule: read,
  files,
  diagnostics,
}: LoadOptions): LoadedModules | undefined {
  const modules = new Map<string, LoadedModule | undefined>();
  const declaredTypes = new TypeNames();
  const errorClasses = new Map<string, string>();
  const namelessErrors = new Set<string>();
  let prepare: ((module: ModuleNames) => void) | undefined;

  const load = (file: SourceFile, found: Diagnostics, tree?: Program): LoadedModule | undefined => {
    const base = files.add(file);
    const program = tree ?? parseModule(file.source, file.path, found, base);
    if (program === undefined) return undefined;
    const index = modules.size;
    const links = readLinks(program);
    const module: LoadedModule = { index, path: file.path, links, names: emptyNames() };
    modules.set(file.path, module);
    replaceNamespaces(program, links, (name, imported) =>
      module.names.scope.link(name, () => bindingOf(module, imported)),
    );
    for (const one of links.imports) {
      if (one.specifier === engineModule || one.imported === "*") continue;
      if (!one.isType) module.names.scope.link(one.local, () => importedBinding(one, module));
      declaredTypes.link(typeNameIn(index, one.local), () =>
        exportedType(target(one.specifier, module), one.imported),
      );
    }
    for (const effect of links.effects) {
      if (index > 0 || read?.(effect.specifier, file.path) === undefined) continue;
      found.report(
        "ACME1115",
        effect,
        `"${effect.specifier}" is imported for what it does, and a state machine does not load modules`,
        {
          help: `import it where it is needed, in a task: await import("${effect.specifier}")`,
        },
      );
    }
    readModule(program, found, module.names);
    const isOwn = (name: string): boolean =>
      module.names.ownTypes.has(name) || links.imports.some(({ local }) => local === name);
    markTypeNames(program, index, isOwn);
    for (const [name, type] of module.names.ownTypes) declaredTypes.set(typeNameIn(index, name), type);
    prepare?.(module.names);
    return module;
  };
  const emptyNames = (): ModuleNames => ({
    scope: new Scope(),
    flows: [],
    tasks: [],
    declaredTypes,
    ownTypes: new Map(),
    constants: [],
    errorClasses,
    namelessErrors,
  });

  const target = (specifier: string, from: LoadedModule): LoadedModule | undefined => {
    const file = read?.(specifier, from.path);
    if (file === undefined) return undefined;
    return modules.has(file.path) ? modules.get(file.path) : load(file, diagnostics);
  };

  /** What a name of another module stands for, through modules that only hand it on. */
  const exported = (
    module: LoadedModule,
    name: string,
    seen: ReadonlySet<string> = new Set(),
  ): Binding | undefined => {
    const key = `${module.index} ${name}`;
    if (seen.has(key)) return undefined;
    const further = new Set([...seen, key]);
    const found = module.links.exports.get(name);
    if (found !== undefined && "local" in found) return module.names.scope.find(found.local);
    const [specifiers, wanted] =
      found === undefined ? [module.links.stars, name] : [[found.specifier], found.imported];
    for (const specifier of specifiers) {
      const next = target(specifier, module);
      const binding = next === undefined ? undefined : exported(next, wanted, further);
      if (binding !== undefined) return binding;
    }
    return undefined;
  };

  const exportedType = (module: LoadedModule | undefined, name: string, depth = 0): TSType | undefined => {
    if (module === undefined || depth > 20) return undefined;
    const found = module.links.exports.get(name);
    if (found !== undefined && "local" in found)
      return declaredTypes.get(typeNameIn(module.index, found.local));
    if (found !== undefined) return exportedType(target(found.specifier, module), found.imported, depth + 1);
    for (const specifier of module.links.stars) {
      const type = exportedType(target(specifier, module), name, depth + 1);
      if (type !== undefined) return type;
    }
    return undefined;
  };

  const importedBinding = ({ specifier, imported, local }: ImportedName, from: LoadedModule): Binding => {
    const module = target(specifier, from);
    if (module === undefined) return { kind: "outside", why: `comes from "${specifier}"` };
    return (
      exported(module, imported) ?? {
        kind: "outside",
        why: `is not found in ${module.path} as "${imported === local ? local : imported}"`,
      }
    );
  };
  const bindingOf = (from: LoadedModule, one: ImportedName): Binding => importedBinding(one, from);

  const entry = load({ path, source }, diagnostics, parsed);
  if (entry === undefined) return undefined;
  return {
    entry: entry.names,
    onModule(next) {
      prepare = next;
      for (const module of modules.values()) if (module !== undefined) next(module.names);
    },
    loadAll() {
      // What is wrong in a module that the flow does not use is not the flow's problem.
      const unused = new Diagnostics();
      const visited = new Set<LoadedModule>();
      const visit = (module: LoadedModule): void => {
        if (visited.has(module)) return;
        visited.add(module);
        const { imports, stars, exports } = module.links;
        const further = [...exports.values()].flatMap((one) => ("specifier" in one ? [one.specifier] : []));
        for (const specifier of new Set([
          ...imports.filter(({ isType }) => !isType).map((one) => one.specifier),
          ...stars,
          ...further,
        ])) {
          const file = specifier === engineModule ? undefined : read?.(specifier, module.path);
          if (file === undefined) continue;
          const next = modules.has(file.path) ? modules.get(file.path) : load(file, unused);
          if (next !== undefined) visit(next);
        }
      };
      visit(entry);
    },
  };
}

/** `lib.double` of `import * as lib` becomes one name, which is looked up like any other that is imported. */
function replaceNamespaces(
  program: object,
  { imports }: Links,
  link: (name: string, imported: ImportedName) => void,
): void {
  const namespaces = new Map(
    imports
      .filter(({ imported, specifier }) => imported === "*" && specifier !== engineModule)
      .map((one) => [one.local, one]),
  );
  if (namespaces.size === 0 || !isSyntaxNode(program)) return;
  const names = resolveNames(program);
  const found: { node: SyntaxNode; name: string }[] = [];
  walkSyntax(program, (node) => {
    // One that another flow of the module has replaced.
    const [local = "", imported] = nameOf(node)?.split(".") ?? [];
    const known = imported === undefined ? undefined : namespaces.get(local);
    if (known !== undefined && imported !== undefined)
      link(`${local}.${imported}`, { ...known, local: `${local}.${imported}`, imported });
    if (node.type !== "MemberExpression" || node["computed"] === true || !isSyntaxNode(node["object"]))
      return;
    const namespace = namespaces.get(nameOf(node["object"]) ?? "");
    const property = nameOf(node["property"]);
    if (namespace === undefined || property === undefined || names.get(node["object"]) !== undefined) return;
    const name = `${namespace.local}.${property}`;
    found.push({ node, name });
    link(name, { ...namespace, local: name, imported: property });
  });
  for (const { node, name } of found) {
    for (const key of Object.keys(node)) if (!["start", "end"].includes(key)) delete node[key];
    Object.assign(node, { type: "Identifier", name });
  }
}
