import type { Cluster } from "@acme-engine/cfn";
import { AcmeError } from "@acme-engine/cfn";
import type { DefinitionFile } from "@acme-engine/stepfn";
import { compileJob } from "../deploy/compile-job.ts";
import type { DeploymentName } from "../names/deployment-name.ts";
import { toFlowName } from "../names/deployment-name.ts";
import { compileFlowJob } from "./compile-flow-job.ts";
import { chooseFlow, type FlowModule } from "./flow-module.ts";
import type { FlowRequest } from "./parse-flow-options.ts";

/** What runs the tasks: an image that does so by itself, or any with Node and this command. */
export interface Runner {
  readonly image: string;
  readonly command?: readonly string[];
}

/** A flow that is compiled and not deployed yet. */
export interface PlannedFlow {
  readonly flow: string;
  readonly names: DeploymentName;
  readonly file: DefinitionFile;
  /** States entered on the main path; absent for a flow that runs as a whole in one container. */
  readonly transitions?: number;
}

/**
 * The flow and the flows that it calls, those first, each as a deployment of the same name. Makes no call.
 * @throws FlowCompileError, AcmeError ACME_FLOW_RECURSION and ACME_FLOW_IN_CONTAINER, and what the job's compiler throws
 */
export function planFlow(
  request: FlowRequest,
  module: FlowModule,
  cluster: Cluster,
  runner: Runner,
): PlannedFlow[] {
  const planned = new Map<string, PlannedFlow>();
  const wanted = chooseFlow(module, request.flow)?.name ?? request.flow ?? "flow";

  function plan(name: string, above: readonly string[]): void {
    if (above.includes(name)) throw callsItself([...above.slice(above.indexOf(name)), name]);
    if (planned.has(name)) return;
    const declared = module.flows.find((flow) => flow.name === name);
    const isCalled = above.length > 0;
    // Parameters and words are of the flow that is deployed, not of those that it calls.
    const job = request.toJob(toFlowName(name), isCalled ? ["parameters", "description", "transform"] : []);
    if (declared?.options["mode"] === "container") {
      if (isCalled) throw calledInContainer(name, above.at(-1) ?? "");
      const environment = { ...job.environment, ACME_FLOW: name };
      const file = compileJob({ ...job, ...runner, environment }, cluster, runner.image);
      planned.set(name, { flow: name, names: job.names, file });
      return;
    }
    const { file, compiled } = compileFlowJob(request, job, name, module, cluster, runner);
    for (const called of compiled.flows) plan(called, [...above, name]);
    planned.set(name, { flow: name, names: job.names, file, transitions: compiled.mainPath.length });
  }

  plan(wanted, []);
  return [...planned.values()];
}

function callsItself(names: readonly string[]): AcmeError {
  return new AcmeError("ACME_FLOW_RECURSION", `The flow "${names[0]}" calls itself: ${names.join(" → ")}.`, {
    hint: "Use a loop, or map() over what is to be done.",
  });
}

function calledInContainer(name: string, caller: string): AcmeError {
  return new AcmeError(
    "ACME_FLOW_IN_CONTAINER",
    `The flow "${caller}" calls "${name}", which runs as a whole in one container and so gives no result to it.`,
    { hint: `Leave out mode: "container" of "${name}", or make it a task.` },
  );
}
