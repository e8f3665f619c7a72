import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from "yaml";

import { templateFormatError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";

/**
 * Short tags that stand for `Fn::<name>`; `!Ref` and `!Condition` stand for their own name.
 * Source: CloudFormation User Guide, "Intrinsic function reference".
 */
const functionTags = new Set(
  [
    "And Base64 Cidr Contains EachMemberEquals EachMemberIn Equals FindInMap GetAZs GetAtt If ImportValue Join Not Or",
    "RefAll Select Split Sub Transform ValueOf ValueOfAll",
  ]
    .join(" ")
    .split(" "),
);
const plainTags = new Set(["Ref", "Condition"]);

/**
 * YAML 1.1 with CloudFormation's short tags, as the long form that JSON templates use. Dates stay text
 * (`AWSTemplateFormatVersion: 2010-09-09`). Throws ValidationError with the place of the first mistake.
 */
export function parseYaml(text: string): Json {
  const document = parseDocument(text, {
    version: "1.1",
    merge: false,
    logLevel: "silent",
    prettyErrors: true,
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:timestamp"),
  });
  const [mistake] = document.errors;
  if (mistake) {
    const [start] = mistake.linePos ?? [];
    throw notWellFormed(start?.line ?? 1, start?.col ?? 1);
  }
  return document.contents === null ? null : toJson(document.contents, { document, text, aliases: [] });
}

/** Far more than a person writes, far less than what a chain of aliases to aliases can grow to. */
const maxAliases = 1000;

interface Source {
  readonly document: Document;
  readonly text: string;
  /** The anchors that were followed so far. */
  readonly aliases: string[];
}

function notWellFormed(line: number, column: number) {
  return templateFormatError(`YAML not well-formed. (line ${line}, column ${column})`);
}

function notWellFormedAt(node: Node, { text }: Source) {
  const before = text.slice(0, node.range?.[0] ?? 0).split("\n");
  return notWellFormed(before.length, (before.at(-1)?.length ?? 0) + 1);
}

function toJson(node: Node, source: Source): Json {
  if (isAlias(node)) {
    const target = node.resolve(source.document);
    if (!target || source.aliases.push(node.source) > maxAliases) throw notWellFormedAt(node, source);
    return toJson(target, source);
  }
  const value = toPlainJson(node, source);
  const tag = node.tag;
  if (!tag?.startsWith("!") || tag === "!") return value;
  const name = tag.slice(1);
  if (plainTags.has(name)) return { [name]: value };
  if (!functionTags.has(name)) throw notWellFormedAt(node, source);
  if (name === "GetAtt" && typeof value === "string") {
    const dot = value.indexOf(".");
    return { "Fn::GetAtt": dot < 0 ? value : [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}

function toPlainJson(node: Node, source: Source): Json {
  if (isMap<Node, Node | null>(node)) {
    const object: JsonObject = {};
    for (const { key, value } of node.items) {
      // `source` keeps `on:` and `1:` as they were written.
      const name = isScalar(key) ? (key.source ?? String(key.value)) : String(toJson(key, source));
      object[name] = value === null ? null : toJson(value, source);
    }
    return object;
  }
  if (isSeq<Node>(node)) return node.items.map((item) => toJson(item, source));
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "bigint" ? String(value) : null;
}
