import type { Environment } from "../execution.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";

/** Variables as an expression reads them. */
export interface Variables {
  /** All that are visible, by name. */
  readonly visible: JsonObject;
  read(name: string): Json | undefined;
}

/** What an expression may read at some point of a state's work. */
export class Evaluation {
  /** The state's input as it came. */
  readonly input: Json;
  readonly variables: Variables;
  readonly environment: Environment;
  /** After the work of a Task, Parallel or Map. */
  readonly result: Json | undefined;
  /** In a catcher: `{Error, Cause}`. */
  readonly errorOutput: JsonObject | undefined;
  readonly #makeContext: () => JsonObject;
  #context: JsonObject | undefined;
  #bindings: { [name: string]: unknown } | undefined;
  #contextBindings: { [name: string]: unknown } | undefined;

  constructor(
    input: Json,
    variables: Variables,
    environment: Environment,
    makeContext: () => JsonObject,
    later: { result?: Json; errorOutput?: JsonObject } = {},
  ) {
    this.input = input;
    this.variables = variables;
    this.environment = environment;
    this.#makeContext = makeContext;
    this.result = later.result;
    this.errorOutput = later.errorOutput;
  }

  /** The context object, made when something asks for it. */
  get context(): JsonObject {
    return (this.#context ??= this.#makeContext());
  }

  /** What JSONata sees: the variables and `$states`, in which `context` is only there for expressions that read it. */
  bindings(readsContext: boolean): { [name: string]: unknown } {
    const known = readsContext ? this.#contextBindings : this.#bindings;
    if (known !== undefined) return known;
    const states: { [name: string]: unknown } = { input: this.input };
    if (readsContext) states["context"] = this.context;
    if (this.result !== undefined) states["result"] = this.result;
    if (this.errorOutput !== undefined) states["errorOutput"] = this.errorOutput;
    const bindings = { ...this.variables.visible, states };
    if (readsContext) this.#contextBindings = bindings;
    else this.#bindings = bindings;
    return bindings;
  }

  withResult(result: Json): Evaluation {
    return this.#with({ result });
  }

  withErrorOutput(errorOutput: JsonObject): Evaluation {
    return this.#with({ errorOutput });
  }

  /** The same with more in the context object: `Task`, `Map`. */
  withContext(added: JsonObject): Evaluation {
    return new Evaluation(this.input, this.variables, this.environment, () => ({
      ...this.context,
      ...added,
    }));
  }

  #with(later: { result?: Json; errorOutput?: JsonObject }): Evaluation {
    return new Evaluation(this.input, this.variables, this.environment, () => this.context, later);
  }
}
