import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";

import { type CommandContext, type CommonOptions } from "../command-context.ts";
import { explainError } from "../output/explain-error.ts";
import { findProject } from "../project/find-project.ts";
import { chooseTarget } from "../target/choose-target.ts";

interface Check {
  name: string;
  status: "ok" | "note" | "problem";
  found: string;
  /** What to do about it. */
  advice?: string;
}

/** `acme doctor`: exit code 1 when something stands in the way of the chosen target. */
export async function doctor(context: CommandContext, options: CommonOptions): Promise<number> {
  const { io, printer } = context;
  const project = findProject(io.cwd, io.env);
  const choice = chooseTarget(options, project, io.env);
  const checks = [
    checkNode(),
    await checkContainerEngine(io.env),
    checkHome(project.home),
    await checkEngine(project.home),
    await checkCredentials(choice.kind === "aws", options),
  ];
  if (printer.json) printer.result(checks, "");
  else for (const check of checks) printer.result(check, format(printer.paint, check));
  return checks.some(({ status }) => status === "problem") ? 1 : 0;
}

function format(paint: CommandContext["printer"]["paint"], { name, status, found, advice }: Check): string {
  const mark = {
    ok: paint("green", "ok     "),
    note: paint("yellow", "note   "),
    problem: paint("red", "problem"),
  }[status];
  return `${mark}  ${name.padEnd(16)}  ${found}${advice ? `\n${" ".repeat(27)}${advice}` : ""}`;
}

function checkNode(): Check {
  return { name: "Node", status: "ok", found: `${process.version} at ${process.execPath}` };
}

async function checkContainerEngine(env: Readonly<Record<string, string | undefined>>): Promise<Check> {
  const { createContainerEngineFinder, whyNoContainerEngine } = await import("@acme-engine/local");
  const engine = await createContainerEngineFinder(env)();
  if (engine)
    return {
      name: "Container engine",
      status: "ok",
      found: engine.name,
    };
  return {
    name: "Container engine",
    status: "note",
    found: `${await whyNoContainerEngine(env)}; the local engine runs tasks as processes`,
    advice: "For containers start Docker or Podman, or set DOCKER_HOST.",
  };
}

function checkHome(home: string): Check {
  const folder = existsSync(home) ? home : dirname(home);
  try {
    accessSync(folder, constants.W_OK);
    return { name: "State", status: "ok", found: existsSync(home) ? home : `${home} (not there yet)` };
  } catch {
    const advice = "Make it writable, or set ACME_HOME to another folder.";
    return { name: "State", status: "problem", found: `${folder} cannot be written`, advice };
  }
}

async function checkEngine(home: string): Promise<Check> {
  const { findRunningEngine } = await import("@acme-engine/local");
  const running = await findRunningEngine(home);
  return running
    ? { name: "Local engine", status: "ok", found: `runs at ${running.url} (process ${running.pid})` }
    : {
        name: "Local engine",
        status: "ok",
        found: "does not run; commands start it for as long as they need it",
        advice: "`acme up` keeps one running.",
      };
}

async function checkCredentials(isNeeded: boolean, { region, profile }: CommonOptions): Promise<Check> {
  const { createAwsClients, getCallerAccount } = await import("@acme-engine/sdk");
  const clients = createAwsClients({ region, profile });
  try {
    const account = await getCallerAccount(clients);
    const where = await clients.sts.config.region();
    return { name: "AWS credentials", status: "ok", found: `account ${account}, region ${where}` };
  } catch (error) {
    const { text, hint } = explainError(error);
    return {
      name: "AWS credentials",
      status: isNeeded ? "problem" : "note",
      found: isNeeded ? text : "none; only --target aws needs them",
      ...(hint && isNeeded ? { advice: hint } : {}),
    };
  } finally {
    clients.close();
  }
}
