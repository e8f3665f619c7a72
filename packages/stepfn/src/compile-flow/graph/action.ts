import type { Json, JsonObject } from "../../json.ts";
import type { Span } from "../source/diagnostic.ts";

/**
 * What a Task state of a flow does. `task`: a function of the module, run in its container. `container`: an image and a command.
 * `callback`: a task that hands on the token in its input, so that only its failure ends the state. `flow`: another flow, as an execution.
 */
export type Action =
  | {
      kind: "task" | "container" | "callback";
      name: string;
      /** As written in the source, literals only. */
      options: Readonly<Record<string, unknown>>;
    }
  | {
      kind: "flow";
      name: string;
      declaredAt: Span;
      /** The flow reads its parameters by their names, so that it does not see one more. */
      readsByName: boolean;
    };

/** How an action is run: the fields of its Task state (`Resource`, `Arguments`, …) for an input, which is JSON or `{% … %}`. */
export type ToTaskState = (action: Action, input: Json) => JsonObject;
