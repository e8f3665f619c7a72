/** TestState refuses the call. Codes and messages are AWS's where they have been recorded. */
export class RefusedTest extends Error {
  readonly code: "ValidationException" | "InvalidDefinition";

  constructor(code: RefusedTest["code"], message: string) {
    super(message);
    this.name = code;
    this.code = code;
  }
}

export const refused = (message: string) => new RefusedTest("ValidationException", message);
