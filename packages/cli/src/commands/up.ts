import type { CommandContext } from "../command-context.ts";
import { findProject } from "../project/find-project.ts";
import { parseRuntime } from "../target/choose-target.ts";
import {
  describeEngineSettings,
  type EngineSettingOptions,
  readEngineSettings,
} from "../target/engine-settings.ts";
import { usageError } from "../cli-error.ts";

export interface UpOptions extends EngineSettingOptions {
  port: string;
  host?: string;
  runtime?: string;
  region?: string;
  synchronous?: string;
}

/** `acme up`: the engine in the foreground, until Ctrl-C. */
export async function up({ io, printer, signal }: CommandContext, options: UpOptions): Promise<number> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw usageError(`--port ${JSON.stringify(options.port)} is not a port; expected 0 to 65535.`);
  }
  const runtime = parseRuntime(options.runtime ?? io.env["ACME_RUNTIME"]);
  const project = findProject(io.cwd, io.env);
  const region =
    options.region ?? io.env["AWS_REGION"] ?? io.env["AWS_DEFAULT_REGION"] ?? project.config.region;
  const settings = readEngineSettings(options, project, io);
  const { startEngineAt } = await import("@acme-engine/local");
  const engine = await startEngineAt(project.home, {
    http: { port, ...(options.host ? { host: options.host } : {}) },
    runtime,
    ...settings,
    projectDirectory: project.directory,
    onNotice: ({ taskArn, message }) =>
      printer.detail(taskArn ? `  task ${taskArn.split("/").at(-1)}: ${message}` : message),
    ...(region ? { region } : {}),
    ...(options.synchronous === "full" ? { synchronous: "full" as const } : {}),
  });
  printer.result(
    { url: engine.url, region: engine.region, accountId: engine.accountId, home: project.home },
    [
      `Engine at ${engine.url}, region ${engine.region}, account ${engine.accountId}, state in ${project.home}`,
      ...describeEngineSettings(settings),
      `The aws CLI reaches it with: aws --endpoint-url ${engine.url} --region ${engine.region} stepfunctions list-state-machines`,
      "Ctrl-C stops it; what runs is taken up again by the next `acme up`.",
    ].join("\n"),
  );
  await untilAborted(signal);
  printer.detail("Stopping the engine.");
  await engine.close();
  return 0;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // The engine's timers do not keep the process alive; this one does.
    const keepAlive = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(keepAlive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
