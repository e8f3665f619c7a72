import { baseEnvironment } from "../containers/host-environment.ts";
import { jobEnvironment } from "../containers/job-environment.ts";
import type { Clock } from "../clock.ts";
import type { FunctionName } from "./function-name.ts";
import { type FunctionConfig, type FunctionSettings, parseFunctionSettings } from "./function-settings.ts";
import { invokeHttpFunction } from "./http-function.ts";
import { checkSize, type FunctionAnswer, type Invocation } from "./invocation.ts";
import { createModuleFunction, type ModuleFunction } from "./module-function.ts";

/** The Lambda functions that the user has mapped. */
export interface FunctionRuntime {
  readonly names: readonly string[];
  /** The function that a task names, by its ARN with or without the qualifier, or by its name. */
  find(name: FunctionName): FunctionConfig | undefined;
  /** Rejects with `LambdaServiceError` when the function could not be called at all. */
  invoke(config: FunctionConfig, invocation: Invocation): Promise<FunctionAnswer>;
  close(): Promise<void>;
}

export interface FunctionRuntimeOptions {
  settings: FunctionSettings;
  projectDirectory: string;
  region: string;
  clock: Clock;
  /** Where functions reach the engine. */
  endpoint: () => string | undefined;
  hostEnvironment: Readonly<Record<string, string | undefined>>;
  /** A line that the function printed. */
  onOutput: (name: string, line: string) => void;
}

/** Throws `EngineError` ACME_FUNCTIONS. */
export function createFunctionRuntime(options: FunctionRuntimeOptions): FunctionRuntime {
  const { region, clock, endpoint, hostEnvironment, onOutput } = options;
  const configs = parseFunctionSettings(options.settings, options.projectDirectory);
  const modules = new Map<string, ModuleFunction>();

  function moduleOf(config: FunctionConfig, target: { path: string; exportName: string }, name: string) {
    const known = modules.get(config.key);
    if (known) return known;
    const made = createModuleFunction({
      ...target,
      clock,
      timeoutSeconds: config.timeoutSeconds,
      environment: {
        ...baseEnvironment(hostEnvironment),
        ...jobEnvironment({ endpoint: endpoint(), region }),
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        ...config.environment,
      },
      onOutput: (line) => onOutput(name, line),
    });
    modules.set(config.key, made);
    return made;
  }

  return {
    names: [...configs.keys()],
    find: ({ name, arn, qualifier }) =>
      configs.get(`${arn}:${qualifier}`) ?? configs.get(arn) ?? configs.get(name),
    async invoke(config, invocation) {
      const { target, timeoutSeconds } = config;
      switch (target.kind) {
        case "module":
          return checkSize(await moduleOf(config, target, invocation.name).invoke(invocation));
        case "http":
          return checkSize(await invokeHttpFunction(target.url, invocation, { timeoutSeconds, clock }));
      }
    },
    async close() {
      await Promise.all([...modules.values()].map((each) => each.close()));
    },
  };
}
