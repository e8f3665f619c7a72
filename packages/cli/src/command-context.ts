import type { AcmeFlowDeployer } from "@acme-engine/sdk";

import type { Io } from "./output/io.ts";
import { createPrinter, type Printer } from "./output/printer.ts";
import { findProject, type Project } from "./project/find-project.ts";
import { chooseCluster, chooseTarget } from "./target/choose-target.ts";
import { readEngineSettings } from "./target/engine-settings.ts";
import type { TargetOptions } from "./target/global-options.ts";
import { openTarget, type Target } from "./target/open-target.ts";

/** What a command's code gets beside its own arguments. */
export interface CommandContext {
  readonly io: Io;
  readonly printer: Printer;
  /** Ends with Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

export interface CommonOptions extends TargetOptions {
  json?: boolean;
}

export function createContext(io: Io, options: CommonOptions, signal: AbortSignal): CommandContext {
  return { io, printer: createPrinter(io, options.json ?? false), signal };
}

/** What a command that works on a target gets. */
export interface Session {
  readonly project: Project;
  readonly target: Target;
  readonly cluster: string;
  readonly deployer: AcmeFlowDeployer;
}

/**
 * Opens the target for `work` and closes it after. A command that `changes` something names its target first, so that nobody finds
 * out afterwards which account it was.
 */
export async function withTarget<Result>(
  context: CommandContext,
  options: TargetOptions,
  { changes }: { changes: boolean },
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const { io, printer } = context;
  const project = findProject(io.cwd, io.env);
  const cluster = chooseCluster(options, project, io.env);
  const target = await openTarget(chooseTarget(options, project, io.env), project, printer, () =>
    readEngineSettings({}, project, io),
  );
  try {
    if (changes) printer.step(`Target: ${target.description}`);
    const { AcmeFlowDeployer } = await import("@acme-engine/sdk");
    const { showProgress } = await import("./output/show-progress.ts");
    const deployer = new AcmeFlowDeployer({
      cluster,
      clients: target.clients,
      definitionsDirectory: `${project.home}/definitions`,
      onEvent: (event) => showProgress(printer, event),
    });
    return await work({ project, target, cluster, deployer });
  } finally {
    await target.close();
  }
}
