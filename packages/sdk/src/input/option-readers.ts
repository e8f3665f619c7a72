import type { CompileOptions } from "@acme-engine/stepfn";
import { readJobVariables } from "./job-variables.ts";
import { readLabels } from "./labels.ts";
import { readCommand } from "./read-command.ts";
import {
  quoteValue,
  readBoolean,
  readObject,
  readOneOf,
  readText,
  readTextMap,
  readWholeNumber,
} from "./read-value.ts";
import type { InputProblem, Reader } from "./read-value.ts";

/** The options that are taken, each with its reader. */
export const optionReaders = {
  name: readText,
  image: readImage,
  entrypoint: readEntrypoint,
  flowName: readText,
  parameters: readObject,
  jobVariables: readJobVariables,
  tags: readLabels,
  description: readText,
  version: readText,
  workPoolName: readText,
  command: readCommand,
  environment: readTextMap,
  secrets: readTextMap,
  retries: readWholeNumber(0),
  retryDelaySeconds: readWholeNumber(1),
  timeoutSeconds: readWholeNumber(1),
  cpu: readWholeNumber(1),
  memory: readWholeNumber(1),
  architecture: readOneOf("X86_64", "ARM64"),
  ephemeralStorageGiB: readWholeNumber(21, 200),
  readOnlyRoot: readBoolean,
  stopTimeoutSeconds: readWholeNumber(2, 120),
  transform: readTransform,
} satisfies Record<string, Reader<unknown>>;

export type OptionName = keyof typeof optionReaders;

/** The options after their readers; those that had problems are absent. */
export type ReadOptions = {
  [Option in OptionName]?: NonNullable<ReturnType<(typeof optionReaders)[Option]>>;
};

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(optionReaders, name);
}

function readImage(value: unknown, path: string, problems: InputProblem[]): string | undefined {
  if (typeof value === "object" && value !== null) {
    problems.push({
      path,
      message:
        "is an object; images are not built here yet, so there is no DockerImage. Build and push the image and pass its name",
    });
    return undefined;
  }
  return readText(value, path, problems);
}

function readEntrypoint(value: unknown, path: string, problems: InputProblem[]): string | undefined {
  const text = readText(value, path, problems);
  if (text === undefined || /^(\S+\.py:[A-Za-z_][\w.]*|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)$/.test(text))
    return text;
  problems.push({
    path,
    message: `is ${quoteValue(text)}; expected <file in the image>.py:<function>, e.g. "flows/etl.py:etl", or a dotted path such as "package.module.etl"`,
  });
  return undefined;
}

function readTransform(
  value: unknown,
  path: string,
  problems: InputProblem[],
): NonNullable<CompileOptions["transform"]> | undefined {
  // A function's parameters can't be seen at run time; the definition that comes back is validated.
  if (typeof value === "function") return value as NonNullable<CompileOptions["transform"]>;
  problems.push({
    path,
    message: `is ${quoteValue(value)}; expected a function that takes a definition and returns one`,
  });
  return undefined;
}
