import type { Cluster } from "@acme-engine/cfn";
import { AcmeError } from "@acme-engine/cfn";
import type { DefinitionFile } from "@acme-engine/stepfn";
import type { Diagnostic, TypeOracle } from "@acme-engine/stepfn/compile-flow";
import { compileJob } from "../deploy/compile-job.ts";
import type { DeploymentName } from "../names/deployment-name.ts";
import { toFlowName } from "../names/deployment-name.ts";
import { checkDefaults } from "./check-defaults.ts";
import { compileFlowJob } from "./compile-flow-job.ts";
import { chooseFlow, type FlowModule, toFlowModule } from "./flow-module.ts";
import type { FlowRequest } from "./parse-flow-options.ts";
import type { Runner } from "./runner-command.ts";

/** A flow that is compiled and not deployed yet. */
export interface PlannedFlow {
  readonly flow: string;
  readonly names: DeploymentName;
  readonly file: DefinitionFile;
  /** States entered on the main path; absent for a flow that runs as a whole in one container. */
  readonly transitions?: number;
  /** What is worth knowing and does not keep the flow from running, with the module that it is about. */
  readonly warnings: readonly Diagnostic[];
  readonly module: FlowModule;
}

export interface PlanSurroundings {
  readonly cluster: Cluster;
  readonly runner: Runner;
  /** What a type checker knows of a module; nothing where there is none. */
  readonly openTypes: (module: FlowModule) => TypeOracle | undefined;
}

/**
 * The flow and the flows that it calls, those first, each as a deployment of the same name. Makes no call.
 * @throws FlowCompileError, AcmeError ACME_FLOW_EXPRESS, ACME_FLOW_RECURSION and ACME_FLOW_IN_CONTAINER, and what the job's compiler throws
 */
export function planFlow(
  request: FlowRequest,
  entry: FlowModule,
  { cluster, runner, openTypes }: PlanSurroundings,
): PlannedFlow[] {
  const planned = new Map<string, PlannedFlow>();
  const wanted = chooseFlow(entry, request.flow)?.name ?? request.flow ?? "flow";

  function plan(name: string, module: FlowModule, above: readonly string[]): void {
    if (above.includes(name)) throw callsItself([...above.slice(above.indexOf(name)), name]);
    if (planned.has(name)) return;
    const declared = module.flows.find((flow) => flow.name === name);
    if (declared?.options["type"] === "EXPRESS") throw isExpress(name);
    const isCalled = above.length > 0;
    // Parameters and words are of the flow that is deployed, not of those that it calls.
    const job = request.toJob(toFlowName(name), isCalled ? ["parameters", "description", "transform"] : []);
    if (declared?.options["mode"] === "container") {
      if (isCalled) throw calledInContainer(name, above.at(-1) ?? "");
      const environment = { ...job.environment, ACME_FLOW: name };
      checkDefaults(declared.parameters, job.parameters);
      const { parameters: parametersSchema } = declared;
      const file = compileJob({ ...job, ...runner, environment, parametersSchema }, cluster, runner.image);
      planned.set(name, { flow: name, names: job.names, file, warnings: [], module });
      return;
    }
    const types = openTypes(module);
    const { file, compiled } = compileFlowJob(request, job, name, module, { cluster, runner, types });
    checkDefaults(compiled.parameters, job.parameters);
    for (const called of compiled.flows) {
      const its = called.file === undefined ? module : toFlowModule(module.folder, called.file);
      plan(called.name, its, [...above, name]);
    }
    const { mainPath, diagnostics: warnings } = compiled;
    planned.set(name, { flow: name, names: job.names, file, transitions: mainPath.length, warnings, module });
  }

  plan(wanted, entry, []);
  return [...planned.values()];
}

function callsItself(names: readonly string[]): AcmeError {
  return new AcmeError("ACME_FLOW_RECURSION", `The flow "${names[0]}" calls itself: ${names.join(" → ")}.`, {
    hint: "Use a loop, or map() over what is to be done.",
  });
}

function isExpress(name: string): AcmeError {
  return new AcmeError(
    "ACME_FLOW_EXPRESS",
    `The flow "${name}" is of type EXPRESS, which cannot wait for containers or tokens, and whose runs leave no history to follow.`,
    {
      hint: "Leave out type, for a STANDARD state machine; or compile it with `acme compile` and deploy the definition yourself.",
    },
  );
}

function calledInContainer(name: string, caller: string): AcmeError {
  return new AcmeError(
    "ACME_FLOW_IN_CONTAINER",
    `The flow "${caller}" calls "${name}", which runs as a whole in one container and so gives no result to it.`,
    { hint: `Leave out mode: "container" of "${name}", or make it a task.` },
  );
}
