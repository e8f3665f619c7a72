import { AcmeError } from "../acme-error.ts";
import { isJsonObject, type Json } from "../json.ts";
import {
  type DefinitionFile,
  isFlowFile,
  taskDefinitionPlaceholder,
  taskDefinitionPlaceholderOf,
} from "./definition-file.ts";

/**
 * The same file with a registered task definition revision in the place of `${TaskDefinitionArn}`. A file that names its
 * task definition already comes back as it is, unless it names another one.
 */
export function pinTaskDefinition<File extends DefinitionFile>(file: File, taskDefinitionArn: string): File {
  checkRevision(file, taskDefinitionArn);
  if ("task" in file && "taskDefinitionArn" in file.task) {
    const fixed = file.task.taskDefinitionArn;
    if (fixed !== taskDefinitionArn) {
      throw new AcmeError(
        "ACME_TASK_DEFINITION_FIXED",
        `The definition of "${file.name}" was compiled for ${fixed}; it cannot be pinned to ${taskDefinitionArn}.`,
        { hint: "Compile it again with the other task definition." },
      );
    }
  }
  return pin(file, new Map([[taskDefinitionPlaceholder, taskDefinitionArn]]));
}

/** The same for a flow: a revision for each of its families. */
export function pinTaskDefinitions<File extends DefinitionFile>(
  file: File,
  revisions: Readonly<Record<string, string>>,
): File {
  for (const arn of Object.values(revisions)) checkRevision(file, arn);
  const missing = isFlowFile(file)
    ? Object.keys(file.tasks).filter((family) => revisions[family] === undefined)
    : [];
  if (missing.length > 0) throw new TypeError(`no revision is given of ${missing.join(", ")}`);
  return pin(
    file,
    new Map(
      Object.entries(revisions).map(([family, arn]): [string, string] => [
        taskDefinitionPlaceholderOf(family),
        arn,
      ]),
    ),
  );
}

function checkRevision(file: DefinitionFile, arn: string): void {
  if (/:task-definition\/[^:]+:\d+$/.test(arn)) return;
  throw new AcmeError(
    "ACME_TASK_DEFINITION_NOT_A_REVISION",
    `Cannot pin ${JSON.stringify(arn)} in the definition of "${file.name}": it is not the ARN of a revision.`,
    { hint: "Expected arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>." },
  );
}

function pin<File extends DefinitionFile>(file: File, revisions: ReadonlyMap<string, string>): File {
  const definition = replacePlaceholders(file.definition, revisions);
  return isJsonObject(definition) ? { ...file, definition } : file;
}

/** A placeholder is the whole of a field. */
function replacePlaceholders(value: Json, revisions: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return revisions.get(value) ?? value;
  if (Array.isArray(value)) return value.map((part) => replacePlaceholders(part, revisions));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, replacePlaceholders(part, revisions)]),
  );
}
