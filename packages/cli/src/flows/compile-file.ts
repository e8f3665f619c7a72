import type { CompiledFlow, Diagnostic, ToTaskState } from "@acme-engine/stepfn/compile-flow";

import { CliError } from "../cli-error.ts";
import { type FlowArgument } from "./flow-argument.ts";
import { type FlowFile, readFlowFile } from "./read-flow-file.ts";

/** A compiled flow, or what is wrong with it. */
export type CompiledFile =
  | { file: FlowFile; compiled: CompiledFlow; diagnostics: readonly Diagnostic[] }
  | { file: FlowFile; compiled: undefined; diagnostics: readonly Diagnostic[] };

/** Compiles a flow of a file, for nowhere in particular. */
export async function compileFile(argument: FlowArgument, cwd: string): Promise<CompiledFile> {
  const { compileFlow, readModuleFiles } = await import("@acme-engine/stepfn/compile-flow");
  const file = await readFlowFile(argument.path, cwd);
  const result = compileFlow({
    source: file.source,
    path: file.path,
    readModule: readModuleFiles(cwd),
    ...(argument.flow === undefined ? {} : { flow: argument.flow }),
    toTaskState,
  });
  return result.compiled === undefined
    ? { file, compiled: undefined, diagnostics: result.diagnostics }
    : { file, compiled: result.compiled, diagnostics: result.compiled.diagnostics };
}

/** For the exit code and for `--json`, after the frames have been printed. */
export function compilationFailed(path: string, summary: string): CliError {
  return new CliError("ACME_COMPILE", `${path} does not compile: ${summary}.`);
}

/**
 * How a task is run in a cluster that is not known yet: its parts stand as `${…}`, as DefinitionSubstitutions of CloudFormation's
 * AWS::StepFunctions::StateMachine fill them in.
 */
const toTaskState: ToTaskState = ({ name }, input) => ({
  Resource: "arn:aws:states:::ecs:runTask.waitForTaskToken",
  Arguments: {
    Cluster: "${ClusterArn}",
    TaskDefinition: "${TaskDefinitionArn}",
    LaunchType: "FARGATE",
    Overrides: {
      ContainerOverrides: [
        {
          Name: "main",
          Environment: [
            { Name: "ACME_TASK", Value: name },
            { Name: "ACME_TASK_TOKEN", Value: "{% $states.context.Task.Token %}" },
            { Name: "ACME_INPUT", Value: input },
          ],
        },
      ],
    },
  },
});
