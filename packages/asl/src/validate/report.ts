import type { Diagnostic, DiagnosticCode } from "./diagnostic.ts";

/** Collects what the rules find, in the order in which they look. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];

  add(code: DiagnosticCode, message: string, location?: string): void {
    this.diagnostics.push({
      severity: "ERROR",
      code,
      message,
      ...(location === undefined ? undefined : { location }),
    });
  }

  /** SCHEMA_VALIDATION_FAILED, the code of most findings. */
  schema(message: string, location: string): void {
    this.add("SCHEMA_VALIDATION_FAILED", message, location);
  }
}
