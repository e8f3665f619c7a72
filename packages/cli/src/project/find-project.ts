import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { loadConfig, type ProjectConfig } from "./config.ts";

/** The folder that jobs are written in, and what its `acme.config.json` says. */
export interface Project {
  /** The nearest folder upwards with an `acme.config.json`; the current one when there is none. On a laptop without a container engine jobs run here. */
  directory: string;
  /** Where the embedded engine keeps its state: `ACME_HOME`, else `.acme` in the project. */
  home: string;
  config: ProjectConfig;
}

export const configFileName = "acme.config.json";

export function findProject(cwd: string, env: Readonly<Record<string, string | undefined>>): Project {
  const directory = findUpwards(cwd) ?? cwd;
  const path = join(directory, configFileName);
  return {
    directory,
    home: env["ACME_HOME"] ? resolve(cwd, env["ACME_HOME"]) : join(directory, ".acme"),
    config: existsSync(path) ? loadConfig(path) : { deployments: {} },
  };
}

function findUpwards(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, configFileName))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
