import { templateError, templateFormatError, validationError } from "../errors.ts";
import type { Json } from "../json.ts";
import { findReferences } from "./references.ts";
import type { Template } from "./template.ts";

/** Source: CloudFormation User Guide, "Pseudo parameters reference". */
export const pseudoParameters = [
  "AWS::AccountId",
  "AWS::NotificationARNs",
  "AWS::NoValue",
  "AWS::Partition",
  "AWS::Region",
  "AWS::StackId",
  "AWS::StackName",
  "AWS::URLSuffix",
] as const;

/** What the checks need to know of a resource type: the attributes that `Fn::GetAtt` gives. */
export interface ResourceType {
  readonly attributes: readonly string[];
}

/**
 * Refuses a template that refers to what it does not have, or has resource types that the engine does not know. Throws
 * ValidationError in CloudFormation's words.
 */
export function checkTemplate(template: Template, resourceTypes: ReadonlyMap<string, ResourceType>): void {
  const types = new Set([...template.resources.values()].map(({ type }) => type));
  const unknown = [...types].filter((type) => !resourceTypes.has(type));
  if (unknown.length > 0) throw templateFormatError(`Unrecognized resource types: [${unknown.join(", ")}]`);

  checkConditions(template);
  for (const resource of template.resources.values()) {
    checkConditionName(template, resource.condition, "Resources");
    checkNames(
      resource.dependsOn.filter((name) => !template.resources.has(name)),
      "Resources",
    );
    checkExpression(template, resource.properties, "Resources", resourceTypes);
    if (resource.metadata) checkExpression(template, resource.metadata, "Resources", resourceTypes);
  }
  for (const [name, output] of template.outputs) {
    checkConditionName(template, output.condition, "Outputs");
    checkExpression(template, output.value, "Outputs", resourceTypes);
    if (output.exportName !== undefined) checkExportName(template, name, output.exportName);
  }
  orderByDependency(template, [...template.resources.keys()]);
}

function isValueName(template: Template, name: string): boolean {
  return template.parameters.has(name) || pseudoParameters.some((pseudo) => pseudo === name);
}

function checkConditions(template: Template): void {
  for (const expression of template.conditions.values()) {
    const unknown: string[] = [];
    for (const reference of findReferences(expression)) {
      if (reference.kind === "condition") checkConditionName(template, reference.name, "Conditions");
      if (reference.kind === "ref" && !isValueName(template, reference.name)) unknown.push(reference.name);
      if (reference.kind === "getAtt") unknown.push(reference.logicalId);
    }
    if (unknown.length > 0) {
      throw templateFormatError(
        `Unresolved dependencies [${unknown.join(", ")}]. Cannot reference resources in the Conditions block of the template`,
      );
    }
  }
  const visiting: string[] = [];
  const visit = (name: string): void => {
    if (visiting.includes(name))
      throw templateFormatError(`Circular dependency between conditions: [${visiting.join(", ")}]`);
    visiting.push(name);
    for (const reference of findReferences(template.conditions.get(name) ?? null)) {
      if (reference.kind === "condition") visit(reference.name);
    }
    visiting.pop();
  };
  for (const name of template.conditions.keys()) visit(name);
}

function checkConditionName(template: Template, name: string | undefined, block: string): void {
  if (name !== undefined && !template.conditions.has(name)) {
    throw templateFormatError(
      `Unresolved condition dependency ${name} in the ${block} block of the template`,
    );
  }
}

function checkNames(unknown: readonly string[], block: string): void {
  if (unknown.length > 0) {
    throw templateFormatError(
      `Unresolved resource dependencies [${unknown.join(", ")}] in the ${block} block of the template`,
    );
  }
}

function checkExpression(
  template: Template,
  expression: Json,
  block: string,
  resourceTypes: ReadonlyMap<string, ResourceType>,
): void {
  const unknown: string[] = [];
  for (const reference of findReferences(expression)) {
    switch (reference.kind) {
      case "ref":
        if (!isValueName(template, reference.name) && !template.resources.has(reference.name)) {
          unknown.push(reference.name);
        }
        break;
      case "getAtt": {
        const resource = template.resources.get(reference.logicalId);
        if (!resource) {
          throw templateError(`instance of Fn::GetAtt references undefined resource ${reference.logicalId}`);
        }
        const { attribute } = reference;
        if (
          typeof attribute === "string" &&
          !resourceTypes.get(resource.type)?.attributes.includes(attribute)
        ) {
          throw templateError(
            `resource ${reference.logicalId} does not support attribute type ${attribute} in Fn::GetAtt`,
          );
        }
        break;
      }
      case "condition":
        checkConditionName(template, reference.name, block);
        break;
      case "import":
        break;
    }
  }
  checkNames(unknown, block);
}

function checkExportName(template: Template, output: string, name: Json): void {
  const depends = findReferences(name).some(
    (reference) =>
      reference.kind === "getAtt" ||
      reference.kind === "import" ||
      (reference.kind === "ref" && template.resources.has(reference.name)),
  );
  // The two spaces are CloudFormation's.
  if (depends) {
    throw templateFormatError(
      `Output ${output} is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.`,
    );
  }
}

/**
 * For each of `logicalIds`, the resources among them that must be there first, by `DependsOn`, `Ref` and `Fn::GetAtt`.
 * With `isConditionTrue`, only the branches that count. Throws ValidationError for a circle.
 */
export function orderByDependency(
  template: Template,
  logicalIds: readonly string[],
  isConditionTrue?: (name: string) => boolean,
): Map<string, string[]> {
  const present = new Set(logicalIds);
  const dependencies = new Map<string, string[]>();
  for (const logicalId of logicalIds) {
    const resource = template.resources.get(logicalId);
    if (!resource) continue;
    const names = new Set(resource.dependsOn);
    for (const reference of findReferences(
      [resource.properties, resource.metadata ?? null],
      isConditionTrue,
    )) {
      if (reference.kind === "ref") names.add(reference.name);
      if (reference.kind === "getAtt") names.add(reference.logicalId);
    }
    dependencies.set(
      logicalId,
      [...names].filter((name) => present.has(name)),
    );
  }
  const waiting = new Map(dependencies);
  for (;;) {
    const ready = [...waiting].filter(([, names]) => !names.some((name) => waiting.has(name)));
    if (ready.length === 0) break;
    for (const [name] of ready) waiting.delete(name);
  }
  if (waiting.size > 0) {
    throw validationError(`Circular dependency between resources: [${[...waiting.keys()].join(", ")}]`);
  }
  return dependencies;
}
