import { AcmeError } from "../acme-error.ts";
import { isJsonObject } from "../json.ts";
import { type DefinitionFile, definitionFileFormat } from "./definition-file.ts";

/** `of` limits a check to one kind of file. */
type Check = {
  path: string;
  expected: string;
  holds: (value: unknown) => boolean;
  optional?: boolean;
  of?: "job" | "flow";
};

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTextMap = (value: unknown) =>
  isJsonObject(value) && Object.values(value).every((part) => typeof part === "string");

const isPlace = (value: unknown) =>
  isJsonObject(value) && Number.isInteger(value["line"]) && Number.isInteger(value["column"]);

/** What must hold of a definition file, in the file's order. A path is a JSON pointer. */
const checks: readonly Check[] = [
  {
    path: "/acmeDefinition",
    expected: `the number ${definitionFileFormat}`,
    holds: (v) => v === definitionFileFormat,
  },
  {
    path: "/name",
    expected: "1 to 80 letters, digits, - and _",
    holds: (v) => typeof v === "string" && /^[A-Za-z0-9_-]{1,80}$/.test(v),
  },
  { path: "/type", expected: '"STANDARD"', holds: (v) => v === "STANDARD" },
  {
    path: "/roleArn",
    expected: "the ARN of a role, arn:aws:iam::<account>:role/<name>",
    holds: (v) => typeof v === "string" && /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(v),
  },
  { path: "/description", expected: "text", holds: (v) => typeof v === "string", optional: true },
  { path: "/version", expected: "text", holds: (v) => typeof v === "string", optional: true },
  { path: "/tags", expected: "an object of texts", holds: isTextMap },
  { path: "/sourceHash", expected: "text, sha256:…", holds: isText },
  { path: "/deployment", expected: "an object", holds: isJsonObject },
  { path: "/deployment/name", expected: "text", holds: isText },
  { path: "/deployment/flow", expected: "text", holds: isText, optional: true },
  { path: "/deployment/entrypoint", expected: "text", holds: isText, optional: true },
  { path: "/deployment/parameters", expected: "an object", holds: isJsonObject },
  {
    path: "/deployment/clusterArn",
    expected: "the ARN of an ECS cluster",
    holds: (v) => typeof v === "string" && /^arn:[\w-]+:ecs:[\w-]+:\d{12}:cluster\/.+$/.test(v),
  },
  {
    path: "/deployment/parametersSchema",
    expected: "a JSON Schema",
    holds: isJsonObject,
    optional: true,
  },
  {
    path: "/task",
    of: "job",
    expected: 'an object with "image" or "taskDefinitionArn"',
    holds: (v) => isJsonObject(v) && (isText(v["image"]) || isText(v["taskDefinitionArn"])),
  },
  {
    path: "/tasks",
    of: "flow",
    expected: 'an object of objects with "image"',
    holds: (v) =>
      isJsonObject(v) && Object.values(v).every((task) => isJsonObject(task) && isText(task["image"])),
  },
  { path: "/source", of: "flow", expected: "an object", holds: isJsonObject },
  { path: "/source/flow", of: "flow", expected: "text", holds: isText },
  { path: "/source/source", of: "flow", expected: "text", holds: isText },
  {
    path: "/source/states",
    of: "flow",
    expected: 'an object of places, { "line", "column", "why" }',
    holds: (v) => isJsonObject(v) && Object.values(v).every(isPlace),
  },
  { path: "/definition", expected: "an object", holds: isJsonObject },
  { path: "/definition/StartAt", expected: "the name of a state", holds: isText },
  { path: "/definition/States", expected: "an object", holds: isJsonObject },
];

/** The value as a definition file. Throws ACME_DEFINITION_FILE_INVALID naming the first place that is wrong. */
export function parseDefinitionFile(value: unknown): DefinitionFile {
  if (!isJsonObject(value)) {
    throw invalid("", "an object", value, "Write one with `acme compile`.");
  }
  const kind = value["tasks"] === undefined ? "job" : "flow";
  for (const { path, expected, holds, optional, of = kind } of checks) {
    if (of !== kind) continue;
    const found = at(value, path);
    if (found === undefined && optional === true) continue;
    if (!holds(found)) throw invalid(path, expected, found, hintFor(path, found));
  }
  // Every field has been checked just above.
  return value as unknown as DefinitionFile;
}

function at(value: unknown, path: string): unknown {
  return path
    .split("/")
    .slice(1)
    .reduce<unknown>((part, key) => (isJsonObject(part) ? part[key] : undefined), value);
}

function hintFor(path: string, found: unknown): string {
  if (path === "/acmeDefinition" && typeof found === "number") {
    return "The file was written by another version of Acme Engine: compile it again with this one.";
  }
  if (path === "/acmeDefinition") return "This is not a definition file. Write one with `acme compile`.";
  return "Compile the file again, or mend it by hand.";
}

function invalid(path: string, expected: string, found: unknown, hint: string): AcmeError {
  const shown = found === undefined ? "nothing" : JSON.stringify(found);
  return new DefinitionFileError(
    path,
    `${path === "" ? "The definition file" : path} is ${shorten(shown)}; expected ${expected}.`,
    hint,
  );
}

/** Carries the JSON pointer, so that whoever has the text can add line and column. */
export class DefinitionFileError extends AcmeError {
  readonly pointer: string;

  constructor(pointer: string, message: string, hint: string) {
    super("ACME_DEFINITION_FILE_INVALID", message, { hint });
    this.pointer = pointer;
  }
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
