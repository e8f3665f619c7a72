import { encodeText } from "./text.ts";
import { kindOf, membersOf, type Shape, textTrait, traitsOf } from "./shape.ts";

/** Writes the members of a structure as XML elements. Source: Smithy specification, "XML bindings". */
export function encodeXmlMembers(
  shape: Shape,
  value: object,
  isBody: (member: Shape) => boolean = () => true,
): string {
  const source = value as Record<string, unknown>;
  let xml = "";
  for (const [name, member] of membersOf(shape)) {
    const part = source[name];
    if (part === undefined || part === null || !isBody(member) || traitsOf(member)["xmlAttribute"]) continue;
    xml += encodeMember(textTrait(member, "xmlName") ?? name, member, part);
  }
  return xml;
}

/** One element with its attributes. */
export function encodeXmlElement(tag: string, shape: Shape, value: unknown): string {
  switch (kindOf(shape)) {
    case "structure":
      return `<${tag}${attributes(shape, value as object)}>${encodeXmlMembers(shape, value as object)}</${tag}>`;
    case "list":
    case "map":
      return encodeMember(tag, shape, value);
    default:
      return `<${tag}>${escapeXml(encodeText(shape, value, "date-time"))}</${tag}>`;
  }
}

function encodeMember(tag: string, shape: Shape, value: unknown): string {
  const flattened = Boolean(traitsOf(shape)["xmlFlattened"]);
  switch (kindOf(shape)) {
    case "list": {
      const element = shape.getValueSchema();
      const itemTag = flattened ? tag : (textTrait(element, "xmlName") ?? "member");
      const items = (value as unknown[]).map((item) => encodeXmlElement(itemTag, element, item)).join("");
      return flattened ? items : `<${tag}>${items}</${tag}>`;
    }
    case "map": {
      const element = shape.getValueSchema();
      const keyTag = textTrait(shape.getKeySchema(), "xmlName") ?? "key";
      const valueTag = textTrait(element, "xmlName") ?? "value";
      const entryTag = flattened ? tag : "entry";
      const entries = Object.entries(value as object)
        .map(
          ([key, item]) =>
            `<${entryTag}><${keyTag}>${escapeXml(key)}</${keyTag}>${encodeXmlElement(valueTag, element, item)}</${entryTag}>`,
        )
        .join("");
      return flattened ? entries : `<${tag}>${entries}</${tag}>`;
    }
    default:
      return encodeXmlElement(tag, shape, value);
  }
}

function attributes(shape: Shape, value: object): string {
  let text = "";
  const [prefix, uri] = (traitsOf(shape)["xmlNamespace"] ?? []) as [string?, string?];
  if (uri) text += ` ${prefix ? `xmlns:${prefix}` : "xmlns"}="${escapeXml(uri)}"`;
  for (const [name, member] of membersOf(shape)) {
    const part = (value as Record<string, unknown>)[name];
    if (!traitsOf(member)["xmlAttribute"] || part === undefined) continue;
    text += ` ${textTrait(member, "xmlName") ?? name}="${escapeXml(encodeText(member, part, "date-time"))}"`;
  }
  return text;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

/** Escapes for text and attributes; characters that XML 1.0 cannot carry become U+FFFD, as no escape exists for them. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"\r]/g, (character) => entities[character] ?? character)
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
  );
}
