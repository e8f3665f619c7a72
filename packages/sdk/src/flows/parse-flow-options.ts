import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { BadInputError } from "../input/bad-input.ts";
import type { ContainerRequest, JobRequest } from "../input/job-request.ts";
import { parseDeployOptions, toCamelCase } from "../input/parse-deploy-options.ts";
import {
  isGiven,
  isRecord,
  quoteValue,
  readBoolean,
  readObject,
  readText,
  readWholeNumber,
} from "../input/read-value.ts";
import type { InputProblem, Reader } from "../input/read-value.ts";

/** What `deployFlow` was asked for, after all checks that need neither the module nor a call. */
export interface FlowRequest {
  /** Absolute. */
  readonly modulePath: string;
  readonly flow: string | undefined;
  readonly image: string | undefined;
  readonly build: boolean;
  readonly push: boolean;
  readonly baseImage: string | undefined;
  readonly dockerfile: string | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly spot: boolean | undefined;
  readonly stateMachineRoleArn: string | undefined;
  /** The rest, once the flow's name is known, but for some options. @throws as `parseDeployOptions` */
  toJob(flowName: string, without?: readonly string[]): FlowJob;
}

export type FlowJob = Omit<JobRequest, "container"> & { readonly container: ContainerRequest };

/** Stands for an image that is not needed; what makes the task definition says which one is used instead. */
export const runnerImage = "node:24-slim";

/** The options that a flow has and a job has not, each with its reader. */
const readers = {
  module: readModulePath,
  flow: readText,
  image: readText,
  build: readBoolean,
  push: readBoolean,
  baseImage: readText,
  dockerfile: readText,
  heartbeatSeconds: readWholeNumber(1),
  spot: readBoolean,
  stateMachineRoleArn: readText,
} satisfies Record<string, Reader<unknown>>;

/** What a job has and a flow says itself. */
const refused: Readonly<Record<string, string>> = {
  entrypoint:
    "names a Python flow; this one is a TypeScript module. Leave it out, or use deploy() for the Python flow",
  flowName: "is the name in the flow's options. Leave it out",
  command: "is the runner's. Leave it out",
  retries:
    "belongs to the tasks of a flow: task({ name, retries }, …); a part of a flow is repeated with retry()",
  retryDelaySeconds: "belongs to the tasks of a flow: task({ name, retries, retryDelaySeconds }, …)",
};

/** @throws BadInputError with every problem at once. */
export function parseFlowOptions(cluster: string, given: unknown): FlowRequest {
  const problems: InputProblem[] = [];
  const object = readObject(given, "the options", problems);
  if (object === undefined) throw new BadInputError("deployFlow()", problems);
  const own: OwnOptions = {};
  const rest: Record<string, unknown> = {};
  for (const [spelling, value] of Object.entries(object)) {
    const name = toCamelCase(spelling);
    if (!isGiven(value)) continue;
    if (isOwn(name)) Object.assign(own, { [name]: readers[name](value, spelling, problems) });
    else if (Object.hasOwn(refused, name)) problems.push({ path: spelling, message: refused[name] ?? "" });
    else rest[spelling] = value;
  }
  if (own.module === undefined && !problems.some(({ path }) => path === "module"))
    problems.push({
      path: "module",
      message: 'is missing; expected the flow\'s file, e.g. "flows/nightly.ts"',
    });
  const variables = jobVariablesOf(rest);
  if (variables["taskDefinitionArn"] !== undefined)
    problems.push({
      path: "jobVariables.task_definition_arn",
      message: "is of one container; the task definitions of a flow are made from its tasks. Leave it out",
    });
  if (typeof variables["image"] === "string") own.image ??= variables["image"];
  problems.push(...contradictions(own));
  if (problems.length > 0 || own.module === undefined) throw new BadInputError("deployFlow()", problems);
  const { image, build = false, push = false, baseImage, dockerfile } = own;
  return {
    modulePath: own.module,
    flow: own.flow,
    image,
    build,
    push,
    baseImage,
    dockerfile,
    heartbeatSeconds: own.heartbeatSeconds,
    spot: own.spot,
    stateMachineRoleArn: own.stateMachineRoleArn,
    toJob(flowName, without = []) {
      const wanted = Object.entries(rest).filter(([spelling]) => !without.includes(toCamelCase(spelling)));
      const job = parseDeployOptions(cluster, {
        image: image ?? runnerImage,
        ...Object.fromEntries(wanted),
        flowName,
      });
      const { container, command } = job;
      if (command !== undefined)
        throw new BadInputError("deployFlow()", [
          { path: "jobVariables.command", message: refused["command"] ?? "" },
        ]);
      if (container.kind === "taskDefinition") throw new Error("a task definition has come through");
      return { ...job, container };
    },
  };
}

/** Job variables by our spelling; what is wrong with them is told when they are read. */
function jobVariablesOf(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(options).find(([name]) => toCamelCase(name) === "jobVariables")?.[1];
  if (!isRecord(given)) return {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (isGiven(value) ? [[toCamelCase(name), value]] : [])),
  );
}

type OwnOptions = { [Option in keyof typeof readers]?: ReturnType<(typeof readers)[Option]> };

function contradictions({ image, build, push, baseImage, dockerfile }: OwnOptions): InputProblem[] {
  const problems: InputProblem[] = [];
  const refuse = (path: string, message: string) => problems.push({ path, message });
  if (build === true && image === undefined)
    refuse("build", 'needs the name that the image is to have: image: "<registry>/etl:1.4"');
  if (push === true && build !== true)
    refuse("push", "is of an image that is built: add build: true, or push it yourself");
  if (dockerfile !== undefined && build !== true) refuse("dockerfile", "is for build: true");
  if (dockerfile !== undefined && baseImage !== undefined)
    refuse("baseImage", "is what the Dockerfile says in FROM; leave out one of the two");
  if (baseImage !== undefined && image !== undefined && build !== true)
    refuse("baseImage", "is for build: true, or for a deployment without an image");
  return problems;
}

function isOwn(name: string): name is keyof typeof readers {
  return Object.hasOwn(readers, name);
}

function readModulePath(value: unknown, path: string, problems: InputProblem[]): string | undefined {
  if (value instanceof URL && value.protocol === "file:") return fileURLToPath(value);
  if (typeof value === "string" && value.startsWith("file:")) return fileURLToPath(value);
  if (typeof value === "string" && value.trim() !== "") return resolve(value);
  problems.push({ path, message: `is ${quoteValue(value)}; expected a path or a file: URL` });
  return undefined;
}
