import type { StaticOperationSchema } from "@smithy/types";

import { kindOf, membersOf, shapeOf, type Shape } from "../../../protocol/codec/shape.ts";
import { isJsonObject, type Json } from "../json.ts";
import { ResourceFailure } from "./resource-failure.ts";

/**
 * A resource's properties as input of the operation that makes it, where the two differ in spelling only: names are
 * matched without regard to case, and text becomes the number or boolean that the operation takes, for `Ref` gives text.
 * Throws ResourceFailure for what the operation does not have.
 * @example toApiInput<CreateClusterRequest>(CreateCluster$, { ClusterName: "batch" }) // { clusterName: "batch" }
 */
export function toApiInput<Input>(schema: StaticOperationSchema, properties: Json): Input {
  const [, , , , input] = schema;
  // The schema that guided the conversion is the SDK's own for this type.
  return convert(shapeOf(input), properties, "#") as Input;
}

function convert(shape: Shape, value: Json, place: string): unknown {
  switch (kindOf(shape)) {
    case "structure": {
      if (!isJsonObject(value)) throw wrongType(place, "JSONObject", value);
      const members = new Map(
        [...membersOf(shape)].map(([name, member]) => [name.toLowerCase(), { name, member }]),
      );
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) {
        const found = members.get(key.toLowerCase());
        if (!found) throw invalid(`${place}: extraneous key [${key}] is not permitted`);
        result[found.name] = convert(found.member, item, `${place}/${key}`);
      }
      return result;
    }
    case "list":
      if (!Array.isArray(value)) throw wrongType(place, "JSONArray", value);
      return value.map((item, index) => convert(shape.getValueSchema(), item, `${place}/${index}`));
    case "map":
      if (!isJsonObject(value)) throw wrongType(place, "JSONObject", value);
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          convert(shape.getValueSchema(), item, `${place}/${key}`),
        ]),
      );
    case "number": {
      const number = typeof value === "object" || value === "" ? Number.NaN : Number(value);
      if (Number.isNaN(number)) throw wrongType(place, "Number", value);
      return number;
    }
    case "boolean": {
      const text = String(value);
      if (text !== "true" && text !== "false") throw wrongType(place, "Boolean", value);
      return text === "true";
    }
    case "string":
    case "blob":
    case "timestamp":
      if (value === null || typeof value === "object") throw wrongType(place, "String", value);
      return String(value);
    case "document":
      return value;
  }
}

function wrongType(place: string, expected: string, value: Json): ResourceFailure {
  const found = Array.isArray(value) ? "JSONArray" : isJsonObject(value) ? "JSONObject" : typeof value;
  return invalid(`${place}: expected type: ${expected}, found: ${found}`);
}

function invalid(message: string): ResourceFailure {
  return new ResourceFailure(`Model validation failed (${message})`, "InvalidRequest");
}
