import { type CommandContext, withTarget } from "../command-context.ts";
import { parseFlowArgument } from "../flows/flow-argument.ts";
import { ensureLocalCluster } from "../target/ensure-local-cluster.ts";
import { compileOrThrow, deployAndRun, type Parameters, type RunFlowOptions } from "./deploy-and-run.ts";

/** `acme run FILE[#FLOW]`: compiles the flow, deploys it, runs it, and ends with its result. */
export async function runFlow(
  context: CommandContext,
  what: string,
  parameters: Parameters,
  options: RunFlowOptions,
): Promise<number> {
  const argument = parseFlowArgument(what);
  if (options.watch) {
    const { watchFlow } = await import("./watch-flow.ts");
    return watchFlow(context, argument, parameters, options);
  }
  const flow = await compileOrThrow(context, argument, options);
  return withTarget(context, options, { changes: true }, async (session) => {
    await ensureLocalCluster(context, session);
    return deployAndRun(context, session, { argument, flow, parameters, options }, context.signal);
  });
}
