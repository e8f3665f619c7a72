import { templateError, validationError } from "../errors.ts";
import { isJsonObject, isSameValue, type Json, type JsonObject } from "../json.ts";
import { divideCidr } from "./cidr.ts";

/** What an expression may refer to. */
export interface Scope {
  /** Parameters and pseudo parameters; `AWS::NoValue` is known to `evaluate` itself. */
  readonly values: Readonly<Record<string, Json>>;
  readonly mappings: JsonObject;
  readonly isConditionTrue: (name: string) => boolean;
  /** The physical id of a resource, or undefined when there is no such resource. */
  readonly ref: (logicalId: string) => Json | undefined;
  readonly getAtt: (logicalId: string, attribute: string) => Json;
  readonly importValue: (exportName: string) => Json;
  readonly availabilityZones: (region: string) => string[];
}

/**
 * The value of a template expression: intrinsic functions replaced by what they give. `undefined` is `AWS::NoValue`:
 * the property or item that holds it goes away. Throws ValidationError in CloudFormation's words.
 */
export function evaluate(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => evaluate(item, scope)).filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  const call = toFunctionCall(value);
  if (call) return intrinsics[call.name](call.argument, scope);
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const evaluated = evaluate(item, scope);
    if (evaluated !== undefined) result[key] = evaluated;
  }
  return result;
}

/** Whether a condition expression holds. */
export function evaluateCondition(expression: Json, scope: Scope): boolean {
  const value = evaluate(expression, scope);
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw templateError("Every Condition must evaluate to a boolean.");
}

export type FunctionName = keyof typeof intrinsics;

export function toFunctionCall(value: JsonObject): { name: FunctionName; argument: Json } | undefined {
  const keys = Object.keys(value);
  const [name] = keys;
  if (name === undefined || keys.length !== 1) return undefined;
  const argument = value[name];
  if (argument === undefined) return undefined;
  // `Condition` is a function only where its operand is a name: IAM statements have a key of that name.
  if (name === "Condition" && typeof argument !== "string") return undefined;
  if (Object.hasOwn(intrinsics, name)) return { name: name as FunctionName, argument };
  if (name.startsWith("Fn::")) {
    throw templateError(`Encountered unsupported function: ${name} Supported functions are: [${supported}]`);
  }
  return undefined;
}

/** Source: CloudFormation User Guide, "Intrinsic function reference"; rule functions: "Rule-specific intrinsic functions". */
const intrinsics = {
  Ref(argument: Json, scope: Scope): Json | undefined {
    const name = String(argument);
    if (name === "AWS::NoValue") return undefined;
    const value = Object.hasOwn(scope.values, name) ? scope.values[name] : scope.ref(name);
    if (value === undefined) throw unresolved(name);
    return value;
  },
  Condition: (argument: Json, scope: Scope) => scope.isConditionTrue(String(argument)),
  "Fn::GetAtt"(argument: Json, scope: Scope): Json {
    const [logicalId, attribute] = toGetAtt(argument);
    return scope.getAtt(logicalId, text(evaluate(attribute, scope), "Fn::GetAtt"));
  },
  "Fn::Sub"(argument: Json, scope: Scope): Json {
    const [template, variables] = toSub(argument);
    return template.replace(placeholder, (_, literal: string | undefined, name: string) => {
      if (literal) return `\${${name}}`;
      const own = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (own !== undefined) return text(evaluate(own, scope), "Fn::Sub");
      const dot = name.indexOf(".");
      const value =
        dot < 0 ? intrinsics.Ref(name, scope) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1));
      return text(value, "Fn::Sub");
    });
  },
  "Fn::Join"(argument: Json, scope: Scope): Json {
    const [delimiter, list] = Array.isArray(argument) ? argument : [];
    const items = list === undefined ? undefined : evaluate(list, scope);
    if (typeof delimiter !== "string" || !Array.isArray(items)) {
      throw templateError(
        "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
      );
    }
    return items.map((item) => text(item, "Fn::Join")).join(delimiter);
  },
  "Fn::Select"(argument: Json, scope: Scope): Json {
    const [index, list] = Array.isArray(argument) ? argument : [];
    const items = list === undefined ? undefined : evaluate(list, scope);
    const at = index === undefined ? undefined : evaluate(index, scope);
    if (!Array.isArray(items) || at === undefined || !/^\d+$/.test(String(at))) {
      throw templateError(
        "every Fn::Select object requires two parameters, (1) an index and (2) a list of objects or a function that returns a list of objects.",
      );
    }
    const item = items[Number(at)];
    if (item === undefined)
      throw templateError(`Fn::Select cannot select nonexistent value at index ${String(at)}`);
    return item;
  },
  "Fn::Split"(argument: Json, scope: Scope): Json {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    if (typeof delimiter !== "string" || source === undefined) {
      throw templateError(
        "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
      );
    }
    return text(evaluate(source, scope), "Fn::Split").split(delimiter);
  },
  "Fn::If"(argument: Json, scope: Scope): Json | undefined {
    const [name, whenTrue, whenFalse] = toIf(argument);
    return evaluate(scope.isConditionTrue(name) ? whenTrue : whenFalse, scope);
  },
  "Fn::And": (argument: Json, scope: Scope) =>
    toOperands("Fn::And", argument, 2, 10).every((item) => evaluateCondition(item, scope)),
  "Fn::Or": (argument: Json, scope: Scope) =>
    toOperands("Fn::Or", argument, 2, 10).some((item) => evaluateCondition(item, scope)),
  "Fn::Not": (argument: Json, scope: Scope) =>
    toOperands("Fn::Not", argument, 1, 1).every((item) => !evaluateCondition(item, scope)),
  "Fn::Equals"(argument: Json, scope: Scope): Json {
    const [left, right] = toOperands("Fn::Equals", argument, 2, 2).map((item) => evaluate(item, scope));
    return isSameValue(left, right);
  },
  "Fn::ImportValue": (argument: Json, scope: Scope) =>
    scope.importValue(text(evaluate(argument, scope), "Fn::ImportValue")),
  "Fn::FindInMap"(argument: Json, scope: Scope): Json {
    const [map, first, second] = toOperands("Fn::FindInMap", argument, 3, 3).map((item) =>
      text(evaluate(item, scope), "Fn::FindInMap"),
    );
    const found = lookUp(lookUp(lookUp(scope.mappings, map), first), second);
    if (found === undefined) throw templateError(`Unable to get mapping for ${map}::${first}::${second}`);
    return found;
  },
  "Fn::GetAZs"(argument: Json, scope: Scope): Json {
    const region = text(evaluate(argument, scope), "Fn::GetAZs");
    return scope.availabilityZones(region === "" ? String(scope.values["AWS::Region"]) : region);
  },
  "Fn::Base64": (argument: Json, scope: Scope) =>
    Buffer.from(text(evaluate(argument, scope), "Fn::Base64")).toString("base64"),
  "Fn::Cidr"(argument: Json, scope: Scope): Json {
    const [block, count, bits] = (Array.isArray(argument) ? argument : []).map((item) =>
      evaluate(item, scope),
    );
    return divideCidr(String(block), Number(count), bits === undefined ? 8 : Number(bits));
  },
  "Fn::Contains"(argument: Json, scope: Scope): Json {
    const [list, wanted] = toOperands("Fn::Contains", argument, 2, 2).map((item) => evaluate(item, scope));
    return Array.isArray(list) && list.some((item) => isSameValue(item, wanted));
  },
  "Fn::EachMemberEquals"(argument: Json, scope: Scope): Json {
    const [list, wanted] = toOperands("Fn::EachMemberEquals", argument, 2, 2).map((item) =>
      evaluate(item, scope),
    );
    return Array.isArray(list) && list.every((item) => isSameValue(item, wanted));
  },
  "Fn::EachMemberIn"(argument: Json, scope: Scope): Json {
    const [list, allowed] = toOperands("Fn::EachMemberIn", argument, 2, 2).map((item) =>
      evaluate(item, scope),
    );
    return (
      Array.isArray(list) &&
      Array.isArray(allowed) &&
      list.every((item) => allowed.some((other) => isSameValue(item, other)))
    );
  },
};

const supported = Object.keys(intrinsics)
  .filter((name) => name.startsWith("Fn::"))
  .map((name) => name.slice(4))
  .join(", ");

/** `${Name}`, `${Name.Attribute}`, `${AWS::Region}`; `${!Name}` stands for itself. */
export const placeholder = /\$\{(!)?([^{}]*)\}/g;

export function toGetAtt(argument: Json): [logicalId: string, attribute: Json] {
  if (typeof argument === "string" && argument.includes(".")) {
    const dot = argument.indexOf(".");
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, ...attribute] = Array.isArray(argument) ? argument : [];
  if (typeof logicalId !== "string" || attribute.length === 0) {
    throw templateError(
      "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
    );
  }
  const [only] = attribute;
  return [logicalId, attribute.length === 1 && only !== undefined ? only : attribute.join(".")];
}

export function toSub(argument: Json): [template: string, variables: JsonObject] {
  if (typeof argument === "string") return [argument, {}];
  const [template, variables] = Array.isArray(argument) ? argument : [];
  if (typeof template !== "string" || !isJsonObject(variables)) {
    throw templateError(
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  return [template, variables];
}

export function toIf(argument: Json): [condition: string, whenTrue: Json, whenFalse: Json] {
  const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
  if (typeof name !== "string" || whenTrue === undefined || whenFalse === undefined) {
    throw templateError("Fn::If requires a list argument with the first element being a condition");
  }
  return [name, whenTrue, whenFalse];
}

export function unresolved(name: string) {
  return validationError(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
}

function toOperands(name: string, argument: Json, least: number, most: number): Json[] {
  if (!Array.isArray(argument) || argument.length < least || argument.length > most) {
    const count = least === most ? `${least}` : `at least ${least} and at most ${most}`;
    throw templateError(`every ${name} object requires a list of ${count} parameters.`);
  }
  return argument;
}

function lookUp(map: Json | undefined, key: string | undefined): Json | undefined {
  return isJsonObject(map) && key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

function text(value: Json | undefined, functionName: string): string {
  if (value === undefined || value === null || typeof value === "object") {
    throw templateError(`${functionName} expression does not resolve to a string`);
  }
  return String(value);
}
