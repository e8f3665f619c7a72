import type { Document } from "yaml";
import { Scalar, YAMLMap, YAMLSeq, isMap } from "yaml";
import { AcmeError } from "../acme-error.ts";
import { parseTemplate } from "../template/parse-template.ts";
import type { ContainerInput } from "./container-input.ts";

const containerPath = ["Resources", "TaskDefinition", "Properties", "ContainerDefinitions", 0];

/**
 * A copy of the task template with the command, environment and secrets in its first container; everything else, the
 * comments too, stays as it was. Names are sorted, so the same input gives the same text.
 * @throws AcmeError `ACME_TEMPLATE_MALFORMED` when the template has no such container.
 */
export function renderTaskTemplate(
  body: string,
  { command, environment = {}, secrets = {} }: ContainerInput,
): string {
  const document = parseTemplate(body);
  const container = document.getIn(containerPath);
  if (!isMap(container))
    throw new AcmeError(
      "ACME_TEMPLATE_MALFORMED",
      `The task template has nothing at ${containerPath.join(".")}`,
      {
        hint: "Keep the resource TaskDefinition with the job's container first.",
      },
    );
  if (command !== undefined) setList(container, "Command", command.map(toText), document);
  const variables = Object.entries(environment).sort(byName);
  if (variables.length > 0) setList(container, "Environment", variables.map(toPair("Value")), document);
  const references = Object.entries(secrets).sort(byName);
  if (references.length > 0) setList(container, "Secrets", references.map(toPair("ValueFrom")), document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function setList(container: YAMLMap, key: string, items: (Scalar | YAMLMap)[], document: Document): void {
  const list = new YAMLSeq();
  list.items = items;
  container.set(document.createNode(key), list);
}

const toPair =
  (valueKey: "Value" | "ValueFrom") =>
  ([name, value]: [string, string]): YAMLMap => {
    const pair = new YAMLMap();
    pair.set("Name", toText(name));
    pair.set(valueKey, toText(value));
    return pair;
  };

/** A line that a block keeps as it is: empty, or printable without tabs and without spaces at its end. */
const blockLine = /^(?:[\x20-\x7e\u00a1-\ud7ff]*[\x21-\x7e\u00a1-\ud7ff])?$/;

/**
 * Always marked as text: CloudFormation reads YAML 1.1, to which a bare `no` is false and `012` is ten.
 * Source code of two lines and more stays readable, as a block, where a block can hold it.
 */
function toText(text: string): Scalar<string> {
  const scalar = new Scalar(text);
  const lines = text.split("\n");
  const fitsBlock = lines.length > 2 && !/^\s/.test(text) && lines.every((line) => blockLine.test(line));
  scalar.type = fitsBlock ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
  return scalar;
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
