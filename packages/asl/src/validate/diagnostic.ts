/** Codes of the ValidateStateMachineDefinition API. Source: Step Functions API Reference, ValidateStateMachineDefinitionDiagnostic. */
export type DiagnosticCode =
  | "SCHEMA_VALIDATION_FAILED"
  | "INVALID_JSON_DESCRIPTION"
  | "MISSING_TRANSITION_TARGET"
  | "MISSING_END_STATE"
  | "DUPLICATE_STATE_NAME"
  | "INVALID_STATE_NAME"
  | "DUPLICATE_LABEL_NAME"
  | "DUPLICATE_VARIABLE_NAME"
  | "TOO_DEEPLY_NESTED"
  | "INVALID_JSONATA_EXPRESSION"
  | "UNSUPPORTED_JSONATA_EXPRESSION";

/** One thing that is wrong with a definition, as ValidateStateMachineDefinition tells it. */
export interface Diagnostic {
  /** AWS's API also knows WARNING. */
  severity: "ERROR" | "WARNING";
  code: DiagnosticCode;
  message: string;
  /** `/States/Charge/Next`; for malformed JSON the parser's position. */
  location?: string;
}

/** The definition cannot run. Its message is the one that CreateStateMachine answers with. */
export class InvalidDefinition extends Error {
  override readonly name = "InvalidDefinition";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(`Invalid State Machine Definition: '${diagnostics.map(formatDiagnostic).join(", ")}'`);
    this.diagnostics = diagnostics;
  }
}

function formatDiagnostic({ code, message, location }: Diagnostic): string {
  // Measured on AWS: floci #2735; without a location it says "at null".
  return `${code}: ${message} at ${location ?? "null"}`;
}
