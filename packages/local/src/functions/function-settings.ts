import { isAbsolute, resolve } from "node:path";

import { EngineError } from "../engine-error.ts";

/** What stands for a Lambda function: where its code is, or where it answers. */
export type FunctionSetting =
  | string
  | {
      /** `./path/module.mjs#export`, from the project's folder (the export is `handler` unless it is named), or `http://…`. */
      target: string;
      /** From 1 to 900. Default 900, Lambda's longest. */
      timeoutSeconds?: number;
      /** Of a module. Default: none beside what every function has. */
      environment?: Readonly<Record<string, string>>;
    };

/** By function name or ARN. */
export type FunctionSettings = Readonly<Record<string, FunctionSetting>>;

export interface FunctionConfig {
  /** As it stands in the settings. */
  key: string;
  target: { kind: "module"; path: string; exportName: string } | { kind: "http"; url: string };
  timeoutSeconds: number;
  environment: Readonly<Record<string, string>>;
}

/** Source: Lambda developer guide, "Lambda quotas". */
const longestTimeoutSeconds = 900;

/** Throws `EngineError` ACME_FUNCTIONS that names the function. */
export function parseFunctionSettings(
  settings: FunctionSettings,
  projectDirectory: string,
): ReadonlyMap<string, FunctionConfig> {
  return new Map(
    Object.entries(settings).map(([key, setting]) => [key, parse(key, setting, projectDirectory)]),
  );
}

function parse(key: string, setting: FunctionSetting, projectDirectory: string): FunctionConfig {
  const refuse = (message: string): never => {
    throw new EngineError("ACME_FUNCTIONS", `The function ${JSON.stringify(key)} ${message}.`, {
      hint: 'For example {"functions": {"charge": "./functions/charge.mjs#handler"}}, or "http://127.0.0.1:9000/…".',
    });
  };
  const {
    target,
    timeoutSeconds = longestTimeoutSeconds,
    environment = {},
  } = typeof setting === "object" && setting !== null ? setting : { target: setting };
  if (typeof target !== "string" || target === "") return refuse("has no target");
  if (!(timeoutSeconds >= 1 && timeoutSeconds <= longestTimeoutSeconds)) {
    return refuse(
      `has timeoutSeconds ${JSON.stringify(timeoutSeconds)}, expected 1 to ${longestTimeoutSeconds}`,
    );
  }
  for (const [name, value] of Object.entries(environment)) {
    if (typeof value !== "string") refuse(`has environment.${name}, which is not a string`);
  }
  const rest = { key, timeoutSeconds, environment };
  if (/^https?:/i.test(target)) {
    if (!URL.canParse(target)) refuse(`has the target ${JSON.stringify(target)}, which is no URL`);
    return { ...rest, target: { kind: "http", url: target } };
  }
  const [file = "", exportName = "handler"] = target.split("#");
  if (file === "" || exportName === "") {
    return refuse(`has the target ${JSON.stringify(target)}, expected a module's path and #export`);
  }
  const path = isAbsolute(file) ? file : resolve(projectDirectory, file);
  return { ...rest, target: { kind: "module", path, exportName } };
}
