import { AcmeError } from "../acme-error.ts";
import { isJsonObject, type Json } from "../json.ts";
import { type DefinitionFile, taskDefinitionPlaceholder } from "./definition-file.ts";

/**
 * The same file with a registered task definition revision in the place of `${TaskDefinitionArn}`. A file that names its
 * task definition already comes back as it is, unless it names another one.
 */
export function pinTaskDefinition(file: DefinitionFile, taskDefinitionArn: string): DefinitionFile {
  if (!/:task-definition\/[^:]+:\d+$/.test(taskDefinitionArn)) {
    throw new AcmeError(
      "ACME_TASK_DEFINITION_NOT_A_REVISION",
      `Cannot pin ${JSON.stringify(taskDefinitionArn)} in the definition of "${file.name}": it is not the ARN of a revision.`,
      { hint: "Expected arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>." },
    );
  }
  if ("taskDefinitionArn" in file.task && file.task.taskDefinitionArn !== taskDefinitionArn) {
    throw new AcmeError(
      "ACME_TASK_DEFINITION_FIXED",
      `The definition of "${file.name}" was compiled for ${file.task.taskDefinitionArn}; it cannot be pinned to ${taskDefinitionArn}.`,
      { hint: "Compile it again with the other task definition." },
    );
  }
  const definition = replacePlaceholder(file.definition, taskDefinitionArn);
  return isJsonObject(definition) ? { ...file, definition } : file;
}

function replacePlaceholder(value: Json, arn: string): Json {
  if (typeof value === "string") return value.replaceAll(taskDefinitionPlaceholder, arn);
  if (Array.isArray(value)) return value.map((part) => replacePlaceholder(part, arn));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replacePlaceholder(part, arn)]));
}
