import type { Run } from "@acme-engine/sdk";

import type { CommandContext, CommonOptions, Session } from "../command-context.ts";
import { compilationFailed, compileFile, findFlowInContainer } from "../flows/compile-file.ts";
import type { FlowArgument } from "../flows/flow-argument.ts";
import { toFlowRequest } from "../flows/flow-request.ts";
import { readFlowFile } from "../flows/read-flow-file.ts";
import { countDiagnostics, showDiagnostics } from "../flows/show-diagnostics.ts";
import { followToEnd } from "./follow-run.ts";

export interface RunFlowOptions extends CommonOptions {
  name?: string;
  image?: string;
  runName?: string;
  watch?: boolean;
  types?: boolean;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** The name of the flow. Before a target is opened, so that a mistake changes nothing and is told at once. */
export async function compileOrThrow(
  { io }: CommandContext,
  argument: FlowArgument,
  options: { types?: boolean },
): Promise<string> {
  const whole = await findFlowInContainer(await readFlowFile(argument.path, io.cwd), argument.flow);
  if (whole !== undefined) return whole;
  const { file, compiled, diagnostics } = await compileFile(argument, io, options);
  await showDiagnostics(io, io.stderr, file, diagnostics);
  if (compiled === undefined) throw compilationFailed(file.path, countDiagnostics(diagnostics));
  return compiled.name;
}

/** Deploys what is in the file now, runs it and follows it to its end. */
export async function deployAndRun(
  context: CommandContext,
  session: Session,
  request: { argument: FlowArgument; flow: string; parameters: Parameters; options: RunFlowOptions },
  signal: AbortSignal,
): Promise<number> {
  const { io, printer } = context;
  const { deployer } = session;
  const { argument, flow, parameters, options } = request;
  const given = options.image === undefined ? {} : { image: options.image };
  const wanted = toFlowRequest({ ...argument, flow }, options.name, given, io.cwd);
  const { fullName, change, version } = await deployer.deployFlow(wanted, { signal });
  printer.step(`${fullName}: ${change}, version ${version} is live`);
  const started: Run = await deployer.run(fullName, {
    parameters,
    signal,
    ...(options.runName === undefined ? {} : { runName: options.runName }),
  });
  return followToEnd(context, session, started, signal, {
    showOutput: true,
    stopsWhenLeft: options.watch ?? false,
  });
}
