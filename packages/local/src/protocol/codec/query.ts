import { decodeText } from "./text.ts";
import { kindOf, membersOf, type Shape, textTrait, traitsOf } from "./shape.ts";

/** The fields of a query request as a tree: `Tags.member.1.Key=a` is `{ Tags: { member: { "1": { Key: "a" } } } }`. */
type Field = string | { [name: string]: Field };

/** Decodes the form body of an awsQuery request. Source: Smithy specification, "AWS query protocol". */
export function decodeQuery(shape: Shape, form: URLSearchParams): unknown {
  return decodeField(shape, toTree(form));
}

function toTree(form: URLSearchParams): Field {
  const root: { [name: string]: Field } = Object.create(null);
  for (const [path, value] of form) {
    const names = path.split(".");
    const last = names.pop() ?? path;
    let node = root;
    for (const name of names) {
      const next = node[name];
      node =
        typeof next === "object" ? next : (node[name] = Object.create(null) as { [name: string]: Field });
    }
    node[last] = value;
  }
  return root;
}

function decodeField(shape: Shape, field: Field): unknown {
  const kind = kindOf(shape);
  if (kind === "structure") {
    if (typeof field === "string") return {};
    const result: Record<string, unknown> = {};
    for (const [name, member] of membersOf(shape)) {
      const part = field[textTrait(member, "xmlName") ?? name];
      if (part !== undefined) result[name] = decodeField(member, part);
    }
    return result;
  }
  if (kind === "list") {
    // An empty list is sent as an empty field.
    if (typeof field === "string") return [];
    const element = shape.getValueSchema();
    const items = traitsOf(shape)["xmlFlattened"]
      ? field
      : (field[textTrait(element, "xmlName") ?? "member"] ?? {});
    return inOrder(items).map((item) => decodeField(element, item));
  }
  if (kind === "map") {
    if (typeof field === "string") return {};
    const entries = traitsOf(shape)["xmlFlattened"] ? field : (field["entry"] ?? {});
    const key = textTrait(shape.getKeySchema(), "xmlName") ?? "key";
    const value = textTrait(shape.getValueSchema(), "xmlName") ?? "value";
    return Object.fromEntries(
      inOrder(entries).flatMap((entry) =>
        typeof entry === "object" && typeof entry[key] === "string"
          ? [[entry[key], decodeField(shape.getValueSchema(), entry[value] ?? "")]]
          : [],
      ),
    );
  }
  return decodeText(shape, typeof field === "string" ? field : "");
}

function inOrder(items: Field): Field[] {
  if (typeof items === "string") return [];
  return Object.entries(items)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}
