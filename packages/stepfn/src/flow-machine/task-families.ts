import type { TaskSpec } from "../compile/compile-options.ts";
import type { Action } from "../compile-flow/graph/action.ts";
import { taskDefinitionPlaceholderOf } from "../definition-file/definition-file.ts";
import { toCanonicalJson } from "../json.ts";
import { type ContainerAction, readTaskOptions } from "./task-options.ts";

/**
 * The task definitions of a flow. Tasks share one as far as they can: size and Spot are overrides of a run, but image, command,
 * environment and secrets are what a task definition says. (Environment could be an override; but all overrides together have 8,192
 * characters, which are for the input.)
 */
export class TaskFamilies {
  readonly specs: Record<string, TaskSpec> = {};
  readonly #name: string;
  readonly #container: TaskSpec;
  readonly #families = new Map<string, string>();

  constructor(name: string, container: TaskSpec) {
    this.#name = name;
    this.#container = container;
  }

  /** What stands in a definition for the task definition of that task. */
  placeholderOf(action: ContainerAction): string {
    const spec = this.#specOf(action);
    const key = toCanonicalJson(JSON.parse(JSON.stringify(spec)));
    const family = this.#families.get(key) ?? this.#add(action, spec, key);
    return taskDefinitionPlaceholderOf(family);
  }

  #specOf(action: ContainerAction): TaskSpec {
    const { image, command, env, secrets } = readTaskOptions(action);
    const { command: runner, environment, secrets: sharedSecrets, ...shared } = this.#container;
    const ownCommand = action.kind === "container" ? command : runner;
    const allEnvironment = { ...environment, ...env };
    const allSecrets = { ...sharedSecrets, ...secrets };
    return {
      ...shared,
      ...(image === undefined ? {} : { image }),
      ...(ownCommand === undefined ? {} : { command: [...ownCommand] }),
      ...(Object.keys(allEnvironment).length === 0 ? {} : { environment: allEnvironment }),
      ...(Object.keys(allSecrets).length === 0 ? {} : { secrets: allSecrets }),
    };
  }

  /** The first has the deployment's own name. Two hyphens are in no name of a deployment, so the others are nobody else's. */
  #add(action: Action, spec: TaskSpec, key: string): string {
    const wanted =
      this.#families.size === 0 ? this.#name : `${this.#name}--${action.name.replaceAll("_", "-")}`;
    const base = wanted.slice(0, maxFamilyLength);
    let family = base;
    for (let suffix = 2; Object.hasOwn(this.specs, family); suffix++) {
      family = `${base.slice(0, maxFamilyLength - 4)}-${suffix}`;
    }
    this.#families.set(key, family);
    this.specs[family] = spec;
    return family;
  }
}

/** As of a deployment's resource name: the task stack is `acme-<family>`. */
const maxFamilyLength = 80;
