import { Command, Option } from "commander";

import { type CommandContext, type CommonOptions, createContext } from "./command-context.ts";
import type { Io } from "./output/io.ts";

/** How a command's code is called: its context first, its arguments and options after. Gives the exit code. */
type Action<Args extends unknown[]> = (context: CommandContext, ...args: Args) => Promise<number>;

/** The tree of commands. Each one's code is loaded when it runs, so `--help` loads none. */
export function createProgram(io: Io, signal: AbortSignal, onExit: (code: number) => void): Command {
  /** Wraps a command's code: commander hands over arguments, options and itself. */
  const act =
    <Args extends unknown[]>(load: () => Promise<Action<Args>>) =>
    async (...received: unknown[]) => {
      const args = received.slice(0, -1);
      const options = args.at(-1) as CommonOptions;
      const action = await load();
      // commander passes exactly the arguments and options that are declared beside each `act`.
      onExit(await action(createContext(io, options, signal), ...(args as Args)));
    };

  const program = new Command("acme")
    .description(
      "Deploys and runs versioned batch jobs, on this machine or on AWS (ECS/Fargate and Step Functions).",
    )
    .version(version(), "-V, --version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHasColors: () => io.stdout.isTerminal,
      getErrHasColors: () => io.stderr.isTerminal,
    })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      examples(
        "acme cluster deploy                                   make the cluster (once)",
        "acme deploy hello --image alpine -- echo hello        make a deployment",
        "acme run hello --wait                                 run it and see its logs",
        "acme run hello --target aws --wait                    the same on AWS",
      ),
    );

  program
    .command("up")
    .description("Run the embedded engine (AWS on 127.0.0.1) until Ctrl-C.")
    .option("--port <port>", "port to listen on; 0 takes a free one", "4566")
    .option("--host <address>", "address to listen on; anything but loopback lets others in")
    .addOption(runtimeOption())
    .option("--region <region>", "region that it answers for (default: AWS_REGION, else us-east-1)")
    .addOption(
      new Option("--synchronous <mode>", "wait for the disk at each write")
        .choices(["normal", "full"])
        .default("normal"),
    )
    .option("--mock-config <file>", "mock configuration of Step Functions Local (or SFN_MOCK_CONFIG)")
    .option(
      "--pass-through <aws|url>",
      "where to call services that the engine does not have: aws, or another emulator's URL",
    )
    .option("--wait-scale <0..1>", "share of their time that waits and retries take (or SFN_WAIT_SCALE)")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      examples(
        "acme up",
        "acme up --port 8000 --runtime process",
        "acme up --mock-config MockConfigFile.json --wait-scale 0",
      ),
    )
    .action(act(async () => (await import("./commands/up.ts")).up));

  const cluster = program
    .command("cluster")
    .description("The cluster: network, roles, bucket and log group of the jobs.");
  onTarget(
    cluster.command("deploy").argument("[name]", "cluster (default: --cluster, acme.config.json, else jobs)"),
  )
    .description("Create or update the cluster's stack.")
    .option("--template <file>", "a changed copy of the cluster template")
    .option(
      "--parameter <key=value>",
      "parameter of the cluster template, such as LogRetentionDays=7; may be repeated",
      collect,
    )
    .option("--tag <key=value>", "tag of the stack and what is in it; may be repeated", collect)
    .addHelpText(
      "after",
      examples(
        "acme cluster deploy",
        "acme cluster deploy batch --parameter VpcId=vpc-1 --parameter SubnetIds=subnet-1,subnet-2",
      ),
    )
    .action(act(async () => (await import("./commands/cluster.ts")).deployClusterCommand));
  onTarget(cluster.command("describe").argument("[name]"))
    .description("Show what a cluster consists of.")
    .addHelpText("after", examples("acme cluster describe --json"))
    .action(act(async () => (await import("./commands/cluster.ts")).describeClusterCommand));
  onTarget(cluster.command("list"))
    .description("List the clusters of the target.")
    .addHelpText("after", examples("acme cluster list --target aws"))
    .action(act(async () => (await import("./commands/cluster.ts")).listClustersCommand));
  onTarget(cluster.command("delete").argument("[name]"))
    .description("Empty the bucket and delete the cluster's stack.")
    .option("-y, --yes", "do not ask")
    .addHelpText("after", examples("acme cluster delete batch --yes"))
    .action(act(async () => (await import("./commands/cluster.ts")).deleteClusterCommand));

  const task = program.command("task").description("Task definitions alone; `acme deploy` makes them too.");
  jobOptions(onTarget(task.command("deploy").argument("<name>").argument("[command...]", "after --")))
    .description("Register a task definition.")
    .addHelpText(
      "after",
      examples(
        "acme task deploy report --image example.com/report:4 --cpu 512 --memory 1024 -- node report.mjs",
      ),
    )
    .action(act(async () => (await import("./commands/task.ts")).deployTaskCommand));
  onTarget(task.command("list"))
    .description("List the cluster's task definitions.")
    .addHelpText("after", examples("acme task list"))
    .action(act(async () => (await import("./commands/task.ts")).listTasksCommand));

  jobOptions(
    onTarget(
      program
        .command("compile")
        .argument("<what>", "flow as FILE or FILE#flow, or deployment")
        .argument("[command...]", "after --"),
    ),
  )
    .description("Compile a flow to its state machine, or a job to its definition file; deploy nothing.")
    .option(
      "-o, --out <file>",
      "where to write, with the source map of a flow beside it (default: a flow is printed, a job goes to .acme/definitions)",
    )
    .option("--explain", "say why a flow's states exist, and what a run costs")
    .option("--no-types", "ask the TypeScript compiler nothing")
    .addHelpText(
      "after",
      examples(
        "acme compile flows/nightly.ts                         print the state machine",
        "acme compile flows/all.ts#nightly --explain           why each state is there",
        "acme compile flows/nightly.ts --out build/            build/nightly.asl.json and .map.json",
        "acme compile hello --image alpine --out hello.json -- echo hello",
      ),
    )
    .action(act(async () => (await import("./commands/compile.ts")).compile));

  program
    .command("check")
    .argument("<file...>", "modules with flows")
    .description("Say everything that is wrong with the flows of some modules; make nothing.")
    .option("--no-types", "ask the TypeScript compiler nothing")
    .option("--json", "print JSON, for editors")
    .addHelpText("after", examples("acme check flows/*.ts", "acme check flows/nightly.ts --json"))
    .action(act(async () => (await import("./commands/check.ts")).check));

  program
    .command("build")
    .argument("<file>", "module with flows")
    .description("Bundle a module's tasks for an image, and write a Dockerfile where there is none.")
    .option("-o, --out <file>", "the bundle (default: .acme/tasks.mjs)")
    .option("--external <package>", "package that the image has; may be repeated", collect)
    .option("--no-types", "ask the TypeScript compiler nothing")
    .option("--json", "print JSON")
    .addHelpText("after", examples("acme build flows/nightly.ts", "docker build -t nightly:1 ."))
    .action(act(async () => (await import("./commands/build.ts")).build));

  program
    .command("graph")
    .argument("<flow>", "FILE or FILE#flow")
    .description("Draw a flow's state machine, as Mermaid text or SVG.")
    .option("--format <mermaid|svg>", "default: what --out ends with, else mermaid")
    .option("-o, --out <file>", "where to write (default: standard output)")
    .option("--no-types", "ask the TypeScript compiler nothing")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      examples("acme graph flows/nightly.ts", "acme graph flows/all.ts#nightly --out nightly.svg"),
    )
    .action(act(async () => (await import("./commands/graph.ts")).graph));

  jobOptions(
    onTarget(
      program
        .command("deploy")
        .argument(
          "[what]",
          "flow as FILE or FILE#flow, definition file, or deployment (default: all of acme.config.json)",
        )
        .argument("[command...]", "what the container runs, after --"),
    ),
  )
    .description("Deploy: task definition, definition file, state machine version, alias live.")
    .option("--name <deployment>", "of a flow: what its deployment is called (default: default)")
    .option("--no-types", "of a flow: ask the TypeScript compiler nothing")
    .addHelpText(
      "after",
      examples(
        "acme deploy                                           all of acme.config.json",
        "acme deploy flows/nightly.ts#nightly --name prod      a flow of a file",
        "acme deploy hello.json                                a definition file of acme compile",
        "acme deploy etl --image etl:4 --entrypoint flows/etl.py:etl -p day=today",
      ),
    )
    .action(act(async () => (await import("./commands/deploy.ts")).deploy));

  onTarget(
    program.command("run").argument("<what>", "flow as FILE or FILE#flow, or deployment: name or flow/name"),
  )
    .description("Deploy a flow and run it, or start a run of a deployment.")
    .option(
      "-p, --param <key=value>",
      "parameter; JSON where it parses as JSON, else text; may be repeated",
      collect,
    )
    .option("--params <file>", "parameters from a JSON file (- is standard input)")
    .option("-w, --wait", "follow the run and end with the job's exit code")
    .option("--run-name <name>", "name of the run; starting the same name twice starts it once")
    .option("--name <deployment>", "of a flow: what its deployment is called (default: default)")
    .option("--image <image>", "of a flow: the image that acme build was made for (on AWS)")
    .option("--watch", "of a flow: run it again when its file, or one that it imports, changes")
    .option("--no-types", "ask the TypeScript compiler nothing")
    .addHelpText(
      "after",
      examples(
        "acme run flows/nightly.ts -p limit=2",
        "acme run flows/nightly.ts --watch",
        "acme run hello --wait",
        "acme run etl/prod -p day=2026-01-31 -p limit=100 --wait",
      ),
    )
    .action(act(async () => (await import("./commands/run.ts")).run));

  const runs = program.command("runs");
  onTarget(runs.command("show").argument("<run>", "run: its name or ARN"))
    .description("Show a run: parameters, result, or why it failed and where in the source of its flow.")
    .addHelpText("after", examples("acme runs show brave-otter-17", "acme runs show brave-otter-17 --json"))
    .action(act(async () => (await import("./commands/show-run.ts")).showRun));
  onTarget(runs.argument("[name]", "deployment (default: all)"))
    .description("List runs, newest first.")
    .option("--status <status>", "RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED")
    .option("--limit <count>", "how many at most", "20")
    .addHelpText("after", examples("acme runs", "acme runs etl/prod --status failed --json"))
    .action(act(async () => (await import("./commands/runs.ts")).runs));

  onTarget(program.command("logs").argument("<run>", "run: its name or ARN"))
    .description("Print what a run's containers wrote.")
    .option("-f, --follow", "go on until the run has ended")
    .option("-t, --timestamps", "put the time before each line")
    .addHelpText("after", examples("acme logs brave-otter-17 --follow"))
    .action(act(async () => (await import("./commands/logs.ts")).logs));

  onTarget(program.command("stop").argument("<run>", "run: its name or ARN"))
    .description("Stop a run and its containers.")
    .option("--reason <text>", "kept with the run")
    .addHelpText("after", examples("acme stop brave-otter-17"))
    .action(act(async () => (await import("./commands/stop.ts")).stop));

  onTarget(program.command("deployments"))
    .description("List the cluster's deployments.")
    .addHelpText("after", examples("acme deployments"))
    .action(act(async () => (await import("./commands/deployments.ts")).deployments));

  onTarget(program.command("rollback").argument("<name>", "deployment: name or flow/name"))
    .description("Make an older version live again.")
    .option("--to-version <number>", "default: the version before")
    .addHelpText("after", examples("acme rollback hello", "acme rollback etl/prod --to-version 3"))
    .action(act(async () => (await import("./commands/rollback.ts")).rollback));

  onTarget(program.command("delete").argument("<name>", "deployment: name or flow/name"))
    .description("Delete a deployment with its history.")
    .option("-y, --yes", "do not ask")
    .addHelpText("after", examples("acme delete hello --yes"))
    .action(act(async () => (await import("./commands/delete.ts")).deleteDeployment));

  onTarget(program.command("doctor"))
    .description(
      "Check what is here: Node, container engine, engine, credentials; and what to do about each.",
    )
    .addHelpText("after", examples("acme doctor", "acme doctor --target aws"))
    .action(act(async () => (await import("./commands/doctor.ts")).doctor));

  program
    .command("completion")
    .argument("<shell>", "bash, zsh or fish")
    .description("Print a completion script.")
    .addHelpText(
      "after",
      examples(
        "acme completion bash >> ~/.bashrc",
        "acme completion fish > ~/.config/fish/completions/acme.fish",
      ),
    )
    .action(
      act<[string]>(async () => {
        const { completion } = await import("./commands/completion.ts");
        return (context, shell) => completion(context, shell, program);
      }),
    );

  for (const command of allCommands(program)) command.exitOverride();
  return program;
}

/** Replaced by the build; a checkout runs the version of the workspace. */
declare const ACME_VERSION: string | undefined;

function version(): string {
  return typeof ACME_VERSION === "string" ? ACME_VERSION : "0.1.0 (from source)";
}

/** Gathers an option that may be repeated. */
function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function runtimeOption(): Option {
  return new Option(
    "--runtime <runtime>",
    "how the engine runs tasks (default: auto, a container where it can)",
  ).choices(["auto", "container", "process"]);
}

/** The options of every command that reaches a target. */
function onTarget(command: Command): Command {
  return command
    .option("--target <target>", "local or aws (default: ACME_TARGET, acme.config.json, else local)")
    .option("--cluster <name>", "cluster (default: ACME_CLUSTER, acme.config.json, else jobs)")
    .option("--region <region>", "AWS region")
    .option("--profile <profile>", "profile of the AWS config files, with --target aws")
    .option("--endpoint <url>", "anything that answers AWS's protocols, instead of a target")
    .addOption(runtimeOption())
    .option("--json", "print JSON")
    .option("--debug", "show stacks of errors");
}

/** The options that describe a job. */
function jobOptions(command: Command): Command {
  return command
    .option("--image <image>", "container image")
    .option(
      "--entrypoint <file:function>",
      "flow in the image, such as flows/etl.py:etl, instead of a command",
    )
    .option("--flow-name <name>", "default: the entrypoint's function")
    .option("-p, --param <key=value>", "default parameter of the runs; may be repeated", collect)
    .option("-e, --env <key=value>", "environment variable; may be repeated", collect)
    .option(
      "--secret <key=arn>",
      "environment variable from Secrets Manager or SSM; may be repeated",
      collect,
    )
    .option("--cpu <units>", "CPU units, 1024 to a vCPU (default: the cluster's)")
    .option("--memory <mib>", "memory in MiB (default: the cluster's)")
    .option("--architecture <name>", "x86_64 or arm64")
    .option("--ephemeral-storage <gib>", "21 to 200")
    .option("--read-only-root", "the container cannot write to its own file system")
    .option("--stop-timeout <seconds>", "between SIGTERM and SIGKILL, 2 to 120")
    .option("--retries <count>", "how often a failed job is started again")
    .option("--retry-delay <seconds>", "pause before the first retry")
    .option("--timeout <seconds>", "a longer run is stopped and fails")
    .option("--tag <label>", "label of the deployment; may be repeated", collect)
    .option("--description <text>")
    .option("--deployment-version <text>", "your own version text");
}
