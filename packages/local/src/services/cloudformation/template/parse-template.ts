import { templateFormatError, validationError } from "../errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { parseYaml } from "./parse-yaml.ts";
import type {
  OutputDeclaration,
  ParameterDeclaration,
  ResourceDeclaration,
  RetentionPolicy,
  RuleDeclaration,
  Template,
} from "./template.ts";

const sections = new Set([
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Parameters",
  "Mappings",
  "Conditions",
  "Rules",
  "Resources",
  "Outputs",
  "Transform",
]);

/** Reads a template's text, JSON or YAML. Throws ValidationError in CloudFormation's words. */
export function parseTemplate(text: string): Template {
  const body = text.trimStart().startsWith("{") ? parseJson(text) : parseYaml(text);
  if (!isJsonObject(body)) throw templateFormatError("unsupported structure.");
  const unknown = Object.keys(body).filter((key) => !sections.has(key));
  if (unknown.length > 0) {
    throw validationError(`Invalid template property or properties [${unknown.join(", ")}]`);
  }
  if (body["Transform"] !== undefined) {
    const [name] = [body["Transform"]].flat();
    throw validationError(`No transform named ${String(isJsonObject(name) ? name["Name"] : name)} found.`);
  }
  const version = body["AWSTemplateFormatVersion"];
  if (version !== undefined && version !== "2010-09-09") {
    throw templateFormatError(
      `Unsupported template version ${String(version)}. The only supported version is 2010-09-09.`,
    );
  }
  const resources = section(body, "Resources");
  if (Object.keys(resources).length === 0) {
    throw templateFormatError("At least one Resources member must be defined.");
  }
  const metadata = body["Metadata"];
  return {
    ...(version === undefined ? {} : { formatVersion: version }),
    ...(body["Description"] === undefined ? {} : { description: parseDescription(body["Description"]) }),
    ...(isJsonObject(metadata) ? { metadata } : {}),
    parameters: mapSection(section(body, "Parameters"), parseParameter),
    mappings: section(body, "Mappings"),
    conditions: new Map(Object.entries(section(body, "Conditions"))),
    rules: mapSection(section(body, "Rules"), parseRule),
    resources: mapSection(resources, parseResource),
    outputs: mapSection(section(body, "Outputs"), parseOutput),
  };
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const offset = Number(
      /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1] ?? text.length,
    );
    const before = text.slice(0, offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw templateFormatError(`JSON not well-formed. (line ${before.length}, column ${column})`);
  }
}

function section(body: JsonObject, name: string): JsonObject {
  const value = body[name] ?? {};
  if (!isJsonObject(value)) throw templateFormatError(`${name} must be an object.`);
  return value;
}

function mapSection<Value>(
  entries: JsonObject,
  parse: (name: string, value: Json) => Value,
): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries).map(([name, value]) => [name, parse(name, value)]));
}

function parseDescription(value: Json): string {
  if (typeof value !== "string") throw templateFormatError("Description must be a string.");
  if (Buffer.byteLength(value) > 1024) {
    throw templateFormatError("'Description' length is greater than 1024.");
  }
  return value;
}

const parameterProperties = new Set([
  "Type",
  "Default",
  "Description",
  "NoEcho",
  "AllowedValues",
  "AllowedPattern",
  "MinLength",
  "MaxLength",
  "MinValue",
  "MaxValue",
  "ConstraintDescription",
]);

function parseParameter(name: string, value: Json): ParameterDeclaration {
  assertAlphanumeric("Parameter", name);
  if (!isJsonObject(value) || typeof value["Type"] !== "string") {
    throw templateFormatError("Every Parameters object must contain a Type member.");
  }
  const unknown = Object.keys(value).find((key) => !parameterProperties.has(key));
  if (unknown) throw validationError(`Invalid template parameter property '${unknown}'`);
  const type = value["Type"];
  if (!isParameterType(type)) throw templateFormatError(`Unrecognized parameter type: ${type}`);
  const allowed = value["AllowedValues"];
  if (allowed !== undefined && !Array.isArray(allowed)) {
    throw templateFormatError(`Every AllowedValues member must be a list. (parameter ${name})`);
  }
  const given = value["Default"];
  return {
    type,
    ...(given === undefined || given === null ? {} : { default: scalarText(name, "Default", given) }),
    ...(value["Description"] === undefined ? {} : { description: String(value["Description"]) }),
    noEcho: String(value["NoEcho"] ?? false) === "true",
    ...(allowed ? { allowedValues: allowed.map((item) => scalarText(name, "AllowedValues", item)) } : {}),
    ...textProperty(value, "AllowedPattern", "allowedPattern"),
    ...numberProperty(name, value, "MinLength", "minLength"),
    ...numberProperty(name, value, "MaxLength", "maxLength"),
    ...numberProperty(name, value, "MinValue", "minValue"),
    ...numberProperty(name, value, "MaxValue", "maxValue"),
    ...textProperty(value, "ConstraintDescription", "constraintDescription"),
  };
}

function isParameterType(type: string): boolean {
  return (
    ["String", "Number", "CommaDelimitedList"].includes(type) ||
    /^List<(Number|String|AWS::[\w:]+)>$/.test(type) ||
    /^AWS::(EC2|Route53|SSM)::[\w:]+(<.+>)?$/.test(type)
  );
}

function textProperty<Name extends string>(value: JsonObject, key: string, name: Name) {
  const text = value[key];
  return text === undefined ? {} : ({ [name]: String(text) } as Record<Name, string>);
}

function numberProperty<Name extends string>(parameter: string, value: JsonObject, key: string, name: Name) {
  const given = value[key];
  if (given === undefined) return {};
  const number = Number(given);
  if (!Number.isFinite(number)) {
    throw templateFormatError(`Parameter '${parameter}' ${key} must be numeric.`);
  }
  return { [name]: number } as Record<Name, number>;
}

function scalarText(parameter: string, key: string, value: Json): string {
  if (Array.isArray(value) || isJsonObject(value)) {
    throw templateFormatError(`Every ${key} member must be a string. (parameter ${parameter})`);
  }
  return String(value);
}

function parseRule(name: string, value: Json): RuleDeclaration {
  const assertions = isJsonObject(value) ? value["Assertions"] : undefined;
  if (!isJsonObject(value) || !Array.isArray(assertions)) {
    throw templateFormatError(`Every Rules object must contain an Assertions member. (rule ${name})`);
  }
  return {
    ...(value["RuleCondition"] === undefined ? {} : { condition: value["RuleCondition"] }),
    assertions: assertions.map((assertion) => {
      if (!isJsonObject(assertion) || assertion["Assert"] === undefined) {
        throw templateFormatError(`Every Assertions member must contain an Assert. (rule ${name})`);
      }
      return { assert: assertion["Assert"], description: String(assertion["AssertDescription"] ?? "") };
    }),
  };
}

const resourceAttributes = new Set([
  "Type",
  "Properties",
  "Condition",
  "DependsOn",
  "DeletionPolicy",
  "UpdateReplacePolicy",
  "Metadata",
  "Description",
]);

function parseResource(name: string, value: Json): ResourceDeclaration {
  assertAlphanumeric("Resource", name);
  if (!isJsonObject(value) || typeof value["Type"] !== "string") {
    throw templateFormatError(`[/Resources/${name}] Every Resources object must contain a Type member.`);
  }
  const unknown = Object.keys(value).find((key) => !resourceAttributes.has(key));
  if (unknown) throw validationError(`Invalid template resource property '${unknown}'`);
  const properties = value["Properties"] ?? {};
  if (!isJsonObject(properties)) {
    throw templateFormatError(`[/Resources/${name}/Properties] Properties must be an object.`);
  }
  const dependsOn = [value["DependsOn"] ?? []].flat();
  if (!dependsOn.every((item) => typeof item === "string")) {
    throw templateFormatError("DependsOn must be a string or list of strings.");
  }
  return {
    type: value["Type"],
    properties,
    ...(value["Condition"] === undefined ? {} : { condition: String(value["Condition"]) }),
    dependsOn,
    deletionPolicy: parsePolicy(name, "DeletionPolicy", value),
    updateReplacePolicy: parsePolicy(name, "UpdateReplacePolicy", value),
    ...(isJsonObject(value["Metadata"]) ? { metadata: value["Metadata"] } : {}),
  };
}

function parsePolicy(
  resource: string,
  key: "DeletionPolicy" | "UpdateReplacePolicy",
  value: JsonObject,
): RetentionPolicy {
  const policy = value[key] ?? "Delete";
  if (policy === "Delete" || policy === "Retain" || policy === "Snapshot") return policy;
  if (policy === "RetainExceptOnCreate" && key === "DeletionPolicy") return policy;
  throw templateFormatError(`Unrecognized ${key} ${String(policy)} for resource ${resource}`);
}

function parseOutput(name: string, value: Json): OutputDeclaration {
  assertAlphanumeric("Output", name);
  if (!isJsonObject(value) || value["Value"] === undefined || value["Value"] === null) {
    throw templateFormatError(
      `Output ${name} is malformed. Every Outputs member must contain a Value object`,
    );
  }
  const exported = value["Export"];
  if (exported !== undefined && (!isJsonObject(exported) || exported["Name"] === undefined)) {
    throw templateFormatError(`Output ${name} is malformed. The Export field must contain a Name field`);
  }
  return {
    value: value["Value"],
    ...(value["Description"] === undefined ? {} : { description: String(value["Description"]) }),
    ...(value["Condition"] === undefined ? {} : { condition: String(value["Condition"]) }),
    ...(exported?.["Name"] === undefined ? {} : { exportName: exported["Name"] }),
  };
}

function assertAlphanumeric(kind: string, name: string): void {
  if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
    throw templateFormatError(`${kind} name {${name}} is non alphanumeric.`);
  }
}
