import type { Json, JsonSchema } from "acme-engine";
import type { BindingPattern, ParamPattern, TSType } from "oxc-parser";
import type { FunctionLike } from "../expression/scope.ts";
import { literalOf } from "../module/literal.ts";
import type { TypeOracle } from "../types/type-oracle.ts";
import { schemaFromAnnotation } from "./schema-from-annotation.ts";

/**
 * What a flow is started with, as JSON Schema: from the type of its first parameter, with the literal defaults of its pattern.
 * A name that is not declared is refused; objects further inside are open, for their types say what is read of them.
 */
export function parametersSchema(
  { params: [parameter] }: FunctionLike,
  declaredTypes: ReadonlyMap<string, TSType>,
  types: TypeOracle | undefined,
): JsonSchema {
  if (parameter === undefined) return { type: "object", properties: {}, additionalProperties: false };
  const annotation = annotationOf(parameter)?.typeAnnotation;
  const written = schemaFromAnnotation(annotation, declaredTypes);
  const checked = types?.schemaAt(annotation ?? parameter);
  const schema = checked === undefined || Object.keys(checked).length === 0 ? written : checked;
  if (schema.type !== "object") return schema;
  const { properties = {}, required = [] } = schema;
  const withDefaults = new Map(Object.entries(properties));
  const defaults = defaultsOf(parameter);
  for (const [name, value] of defaults) {
    const property = withDefaults.get(name);
    if (property !== undefined && value !== undefined)
      withDefaults.set(name, { ...property, default: value });
  }
  const needed = required.filter((name) => !defaults.has(name));
  return {
    type: "object",
    properties: Object.fromEntries(withDefaults),
    ...(needed.length === 0 ? {} : { required: needed }),
    additionalProperties: schema.additionalProperties ?? false,
  };
}

function annotationOf(parameter: ParamPattern): { typeAnnotation: TSType } | null | undefined {
  if (parameter.type === "TSParameterProperty") return undefined;
  return parameter.type === "AssignmentPattern" ? parameter.left.typeAnnotation : parameter.typeAnnotation;
}

/** Names that the pattern gives a default; undefined for one that is no literal. */
function defaultsOf(parameter: ParamPattern): Map<string, Json | undefined> {
  const defaults = new Map<string, Json | undefined>();
  const pattern: ParamPattern | BindingPattern =
    parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  if (pattern.type !== "ObjectPattern") return defaults;
  for (const property of pattern.properties) {
    if (property.type !== "Property" || property.value.type !== "AssignmentPattern" || property.computed)
      continue;
    const key =
      property.key.type === "Identifier"
        ? property.key.name
        : property.key.type === "Literal"
          ? String(property.key.value)
          : undefined;
    const value = literalOf(property.value.right);
    if (key !== undefined) defaults.set(key, isJson(value) ? value : undefined);
  }
  return defaults;
}

function isJson(value: unknown): value is Json {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isJson);
  const isPlain = typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain && Object.values(value).every(isJson);
}
