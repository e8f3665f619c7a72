import { kindOf, membersOf, requiredMembersOf, type Shape } from "../../../protocol/codec/shape.ts";
import { toPascalCase } from "../integrations/model-json.ts";
import type { FieldShape } from "./field-shape.ts";

/** Names of a service's enumerations and their values, in the exports of its SDK client. */
type Enumerations = ReadonlyMap<string, ReadonlySet<string>>;

/** What an operation of an SDK client answers. Known gap: the SDK has no lengths and patterns of texts. */
export function toFieldShape(output: Shape, client: object): FieldShape {
  const enumerations = readEnumerations(client);
  return convert(output, "", enumerations);
}

function convert(shape: Shape, field: string, enumerations: Enumerations): FieldShape {
  switch (kindOf(shape)) {
    case "structure": {
      const members = new Map([...membersOf(shape)].map(([name, member]) => [toPascalCase(name), member]));
      return {
        kind: "object",
        required: requiredMembersOf(shape).map(toPascalCase),
        member(name) {
          const member = members.get(name);
          return member && convert(member, name, enumerations);
        },
      };
    }
    case "list":
      return { kind: "array", items: convert(shape.getValueSchema(), field, enumerations) };
    case "map":
      return { kind: "map", values: convert(shape.getValueSchema(), "", enumerations) };
    case "number":
      return { kind: "number" };
    case "boolean":
      return { kind: "boolean" };
    case "document":
      return { kind: "any" };
    case "string": {
      const isExpected = expectation(field, enumerations);
      return { kind: "string", ...(isExpected && { isExpected }) };
    }
    case "blob":
    case "timestamp":
      return { kind: "string" };
  }
}

/**
 * The schemas do not say which enumeration a text belongs to, but names do: `StorageClass` is a StorageClass, or an
 * ObjectStorageClass. A value that none of these has is not expected.
 */
function expectation(field: string, enumerations: Enumerations): ((value: string) => boolean) | undefined {
  if (!enumerations.has(field)) return undefined;
  const candidates = [...enumerations].flatMap(([name, values]) => (name.endsWith(field) ? [values] : []));
  return (value) => candidates.some((values) => values.has(value));
}

function readEnumerations(client: object): Enumerations {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [name, value] of Object.entries(client)) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    const values: unknown[] = Object.values(value);
    const texts = values.filter((item) => typeof item === "string");
    if (values.length > 0 && texts.length === values.length) found.set(name, new Set(texts));
  }
  return found;
}
