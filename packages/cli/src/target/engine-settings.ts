import { resolve } from "node:path";

import type { HomeOptions } from "@acme-engine/local";

import { usageError } from "../cli-error.ts";
import type { Project } from "../project/find-project.ts";

/** Options of `acme up` for tasks that call other services, and for time. */
export interface EngineSettingOptions {
  mockConfig?: string;
  passThrough?: string;
  waitScale?: string;
}

export type EngineSettings = Pick<HomeOptions, "mockConfigFile" | "functions" | "passThrough" | "waitScale">;

/**
 * How the embedded engine runs tasks: option, then environment (with the names that Step Functions Local has), then
 * `acme.config.json`. Paths are from where they are written: the current folder, or the project's. The engine checks the rest.
 */
export function readEngineSettings(
  options: EngineSettingOptions,
  { config, directory }: Project,
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string | undefined>> },
): EngineSettings {
  const typedMockConfig = options.mockConfig ?? env["SFN_MOCK_CONFIG"];
  const mockConfigFile =
    typedMockConfig === undefined
      ? config.mockConfig && resolve(directory, config.mockConfig)
      : resolve(cwd, typedMockConfig);
  const passThrough = options.passThrough ?? config.passThrough;
  const waitScale =
    parseWaitScale("--wait-scale", options.waitScale) ??
    parseWaitScale("SFN_WAIT_SCALE", env["SFN_WAIT_SCALE"]) ??
    config.waitScale;
  return {
    ...(mockConfigFile !== undefined && { mockConfigFile }),
    ...(config.functions !== undefined && { functions: config.functions }),
    ...(passThrough !== undefined && { passThrough }),
    ...(waitScale !== undefined && { waitScale }),
  };
}

function parseWaitScale(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const scale = Number(text);
  if (scale >= 0 && scale <= 1) return scale;
  throw usageError(
    `${name} ${JSON.stringify(text)} is no scale of time; expected 0 to 1.`,
    "0 ends each wait at once, 0.01 after a hundredth of its time.",
  );
}

/** What of this differs from an engine that was just started, one line each. */
export function describeEngineSettings(settings: EngineSettings): string[] {
  const { mockConfigFile, functions = {}, passThrough, waitScale = 1 } = settings;
  const names = Object.keys(functions);
  return [
    ...(mockConfigFile === undefined ? [] : [`Mock configuration: ${mockConfigFile}`]),
    ...(names.length === 0 ? [] : [`Functions: ${names.join(", ")}`]),
    ...(passThrough === undefined ? [] : [`Calls to other services go to ${passThrough}`]),
    ...(waitScale === 1 ? [] : [`Waits and pauses before retries take ${waitScale} of their time`]),
  ];
}
