import { type Diagnostic, validateDefinition } from "@acme-engine/asl";
import { AcmeError } from "../acme-error.ts";
import type { Definition } from "../compile/compile-options.ts";
import { type DefinitionFile, isPinned } from "./definition-file.ts";
import { findJsonPositions, type Position } from "./json-positions.ts";

/** Where the file stands: its text, and its path when it is on disk. */
export interface FileSource {
  text: string;
  path: string | undefined;
}

/** Throws ACME_DEFINITION_REFUSED for a definition that AWS would refuse, with the places in the file. */
export function checkDefinition(file: DefinitionFile, source: FileSource): void {
  refuseInvalid(file.name, file.definition, (location) => describePlace(location, source));
}

/** Throws ACME_DEFINITION_UNPINNED for a definition that does not say which revision it runs. */
export function refuseUnpinned(file: DefinitionFile): void {
  if (isPinned(file)) return;
  throw new AcmeError(
    "ACME_DEFINITION_UNPINNED",
    `The definition of "${file.name}" does not say which task definition it runs: \${TaskDefinitionArn} still stands in it.`,
    {
      hint: "Deploy its task first and pin the revision: pinTaskDefinition(), which `acme deploy` does by itself.",
    },
  );
}

/** Throws ACME_DEFINITION_REFUSED with all that AWS would find wrong, each with its place. */
export function refuseInvalid(
  name: string,
  definition: Definition,
  describe: (location: string) => string = (location) => location,
): void {
  const errors = validateDefinition(definition, { type: "STANDARD" }).filter(
    ({ severity }) => severity === "ERROR",
  );
  if (errors.length === 0) return;
  const lines = errors.map((error) => formatDiagnostic(error, describe));
  throw new AcmeError(
    "ACME_DEFINITION_REFUSED",
    `Step Functions would refuse the definition of "${name}":\n${lines.join("\n")}`,
    { hint: "Mend the definition at the places named, or the transform that wrote them." },
  );
}

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxDefinitionBytes = 1_048_576;

/** Throws ACME_DEFINITION_TOO_LARGE. */
export function refuseTooLarge(
  name: string,
  definition: Definition,
  hint = "Large default parameters are the usual reason: keep them in a file in S3 and pass its address.",
): void {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes <= maxDefinitionBytes) return;
  throw new AcmeError(
    "ACME_DEFINITION_TOO_LARGE",
    `The definition of "${name}" has ${bytes} bytes; Step Functions takes ${maxDefinitionBytes}.`,
    { hint },
  );
}

function formatDiagnostic(
  { code, message, location }: Diagnostic,
  describe: (location: string) => string,
): string {
  return `  ${location === undefined ? "" : `${describe(location)}: `}${message} (${code})`;
}

/** `etl.json:57:9 (/States/Run job/End)`; without a path, the location alone. */
function describePlace(location: string, { text, path }: FileSource): string {
  if (path === undefined) return location;
  const { line, column } = findPlace(`/definition${location}`, findJsonPositions(text).positions);
  return `${path}:${line}:${column} (${location})`;
}

/** The place itself, or what it would be part of when it is missing there. */
function findPlace(pointer: string, positions: ReadonlyMap<string, Position>): Position {
  const position = positions.get(pointer);
  if (position !== undefined || pointer === "") return position ?? { line: 1, column: 1 };
  return findPlace(pointer.slice(0, pointer.lastIndexOf("/")), positions);
}
