import { AcmeError } from "@acme-engine/cfn";
import { type Diagnostic, formatDiagnostic } from "@acme-engine/stepfn/compile-flow";
import type { FlowModule } from "./flow-module.ts";

/** The flow cannot be a state machine as it is written. The message has every problem with its place in the source. */
export class FlowCompileError extends AcmeError {
  readonly diagnostics: readonly Diagnostic[];

  constructor({ source, shownPath }: FlowModule, diagnostics: readonly Diagnostic[]) {
    const frames = diagnostics.map((each) => formatDiagnostic(each, source, shownPath));
    super("ACME_FLOW_REFUSED", `${shownPath} does not compile:\n\n${frames.join("\n\n")}`, {
      hint: "Nothing was written or deployed.",
    });
    this.diagnostics = diagnostics;
  }
}
