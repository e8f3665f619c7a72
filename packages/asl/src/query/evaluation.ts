import type { Environment, Json } from "../execution.ts";
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

  /** What JSONata sees: the variables, and `$states`. */
  get bindings(): { [name: string]: unknown } {
    if (this.#bindings !== undefined) return this.#bindings;
    const { input, result, errorOutput } = this;
    const readContext = () => this.context;
    const states = {
      input,
      // Made only when an expression reads it.
      get context() {
        return readContext();
      },
      ...(result === undefined ? undefined : { result }),
      ...(errorOutput === undefined ? undefined : { errorOutput }),
    };
    return (this.#bindings = { ...this.variables.visible, states });
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
