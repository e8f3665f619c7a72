import type { AwsClients } from "@acme-engine/sdk";

import type { Printer } from "../output/printer.ts";
import type { Project } from "../project/find-project.ts";
import type { TargetChoice } from "./choose-target.ts";
import type { EngineSettings } from "./engine-settings.ts";

/** A target, ready to be called. */
export interface Target {
  readonly kind: TargetChoice["kind"];
  readonly clients: AwsClients;
  /** Named before a command changes something, e.g. `AWS account 123456789012, eu-west-1`. */
  readonly description: string;
  /** Runs live in this process and end with it: the engine was started for this command. */
  readonly endsWithCommand: boolean;
  close(): Promise<void>;
}

/** Opens the target; the local engine is joined where it runs, or started in this process. */
export async function openTarget(
  choice: TargetChoice,
  project: Project,
  printer: Printer,
  readSettings: () => EngineSettings,
): Promise<Target> {
  switch (choice.kind) {
    case "aws":
      return openAws(choice);
    case "endpoint":
      return openEndpoint(choice.url, choice.region, choice.url);
    case "local":
      return openLocal(choice, project, printer, readSettings);
    default:
      return choice satisfies never;
  }
}

async function openAws({ region, profile }: Extract<TargetChoice, { kind: "aws" }>): Promise<Target> {
  const { createAwsClients, getCallerAccount } = await import("@acme-engine/sdk");
  const clients = createAwsClients({ region, profile });
  const account = await getCallerAccount(clients);
  const where = await clients.stepFunctions.config.region();
  return {
    kind: "aws",
    clients,
    description: `AWS account ${account}, ${where}${profile ? ` (profile ${profile})` : ""}`,
    endsWithCommand: false,
    close: async () => clients.close(),
  };
}

async function openEndpoint(
  endpoint: string,
  region: string | undefined,
  description: string,
): Promise<Target> {
  const { createAwsClients } = await import("@acme-engine/sdk");
  const clients = createAwsClients({ endpoint, region });
  return {
    kind: "endpoint",
    clients,
    description,
    endsWithCommand: false,
    close: async () => clients.close(),
  };
}

async function openLocal(
  { region, runtime }: Extract<TargetChoice, { kind: "local" }>,
  { home, directory }: Project,
  printer: Printer,
  readSettings: () => EngineSettings,
): Promise<Target> {
  const { findRunningEngine, startEngineAt } = await import("@acme-engine/local");
  const running = await findRunningEngine(home);
  if (running) {
    const target = await openEndpoint(running.url, region, `local engine at ${running.url}`);
    return { ...target, kind: "local" };
  }
  const { createAwsClients } = await import("@acme-engine/sdk");
  const engine = await startEngineAt(home, {
    runtime,
    ...readSettings(),
    projectDirectory: directory,
    onNotice: ({ taskArn, message }) =>
      printer.detail(taskArn ? `  task ${taskArn.split("/").at(-1)}: ${message}` : message),
    ...(region === undefined ? {} : { region }),
  });
  const clients = createAwsClients({ requestHandler: engine.requestHandler, region: engine.region });
  return {
    kind: "local",
    clients,
    description: `local engine in this process, state in ${home}`,
    endsWithCommand: true,
    async close() {
      clients.close();
      await engine.close();
    },
  };
}
