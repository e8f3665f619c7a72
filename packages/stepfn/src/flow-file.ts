/** Definition files of flows; apart from the compiler, because what holds them against Step Functions' rules is loaded with them. */
export { compileFlowFile, type CompileFlowFileResult } from "./flow-machine/compile-flow-file.ts";
export type { CompileFlowFileOptions } from "./flow-machine/flow-machine-options.ts";
