import { FlowError } from "../errors/flow-error.ts";

/** A value that JSON text would lose or change was passed to a task or returned by it. `path` is where it stands, e.g. `result.files[2]`. */
export class NotJsonError extends FlowError {
  readonly path: string;

  constructor(what: string, path: string, found: string, hint: string) {
    super(`${what} is not JSON: ${path} is ${found}. ${hint}`);
    this.path = path;
  }
}
