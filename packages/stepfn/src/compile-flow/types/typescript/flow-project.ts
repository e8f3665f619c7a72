import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { outsideNames } from "./outside-names.ts";

/** A TypeScript project of one flow file, whose tsconfig is on no disk. */
export interface FlowProject {
  /** Where the tsconfig would be: `extends` and type roots are found from there. */
  configPath: string;
  /** Texts by path: the tsconfig, and declarations of what is not known outside of projects. */
  texts: ReadonlyMap<string, string>;
}

export interface FlowProjects {
  /** Of the flow file and what it imports. Strict beyond what its project asks, for a type that leaves out undefined or null would be a wrong one. */
  strict: FlowProject;
  /** With the options and all files of the file's own project: what is wrong by these is wrong. */
  own: FlowProject;
  /** Whether there is a tsconfig.json above the file. */
  hasProject: boolean;
}

export function flowProjectsOf(file: string, engine: string | undefined): FlowProjects {
  const ownConfig = findAbove(dirname(file), "tsconfig.json");
  const hasProject = ownConfig !== undefined;
  const folder = dirname(ownConfig ?? file);
  const base = hasProject ? { extends: ownConfig } : {};
  const options = hasProject ? {} : { ...withoutProject, ...engineOf(file, engine) };
  const names = join(folder, "acme-outside.d.ts");
  const project = (name: string, compilerOptions: object, others: object): FlowProject => {
    const configPath = join(folder, name);
    const config = {
      ...base,
      compilerOptions: { ...options, noEmit: true, ...compilerOptions },
      files: hasProject ? [file] : [file, names],
      ...others,
    };
    const texts = new Map([[configPath, JSON.stringify(config)]]);
    if (!hasProject) texts.set(names, outsideNames);
    return { configPath, texts };
  };
  const strict = { strictNullChecks: true, noUncheckedIndexedAccess: true, skipLibCheck: true };
  return {
    strict: project("tsconfig.acme-flow.json", strict, { include: [] }),
    own: project("tsconfig.acme-own.json", {}, hasProject ? {} : { include: [] }),
    hasProject,
  };
}

const withoutProject = {
  strict: true,
  // What flows catch is always an error.
  useUnknownInCatchVariables: false,
  target: "esnext",
  lib: ["esnext"],
  module: "preserve",
  types: [],
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  // In this repository our packages are their sources.
  ...(import.meta.url.endsWith(".ts") ? { customConditions: ["source"] } : {}),
};

/** A flow outside of any project is typed with the engine that compiles it, unless one is installed beside it. */
function engineOf(file: string, engine: string | undefined): object {
  const installed = findAbove(dirname(file), join("node_modules", "acme-engine", "package.json"));
  return engine === undefined || installed !== undefined ? {} : { paths: { "acme-engine": [engine] } };
}

function findAbove(folder: string, name: string): string | undefined {
  const candidate = join(folder, name);
  if (existsSync(candidate)) return candidate;
  const above = dirname(folder);
  return above === folder ? undefined : findAbove(above, name);
}
