import type { TSEnumDeclaration, TSType } from "oxc-parser";
import { nameOf, unwrap } from "../source/syntax-node.ts";

/** The members of an enum; undefined when one is computed by anything else than constants and members before it. */
export function readEnum(node: TSEnumDeclaration): Record<string, string | number> | undefined {
  const members: Record<string, string | number> = {};
  let next: number | undefined = 0;
  for (const member of node.body.members) {
    const name =
      member.id.type === "Identifier"
        ? member.id.name
        : member.id.type === "Literal"
          ? String(member.id.value)
          : undefined;
    if (name === undefined) return undefined;
    const value: string | number | undefined =
      member.initializer === null ? next : constantOf(member.initializer, node.id.name, members);
    if (value === undefined) return undefined;
    members[name] = value;
    next = typeof value === "number" ? value + 1 : undefined;
  }
  return members;
}

type Constant = string | number;

function constantOf(
  node: unknown,
  own: string,
  members: Readonly<Record<string, Constant>>,
): Constant | undefined {
  const inner = unwrap(node);
  if (inner === undefined) return undefined;
  const member = (name: string | undefined): Constant | undefined =>
    name !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
  switch (inner.type) {
    case "Literal":
      return typeof inner["value"] === "string" || typeof inner["value"] === "number"
        ? inner["value"]
        : undefined;
    case "TemplateLiteral": {
      const [quasi] = Array.isArray(inner["quasis"])
        ? (inner["quasis"] as { value: { cooked: string | null } }[])
        : [];
      return Array.isArray(inner["expressions"]) && inner["expressions"].length === 0
        ? (quasi?.value.cooked ?? undefined)
        : undefined;
    }
    case "Identifier":
      return member(nameOf(inner));
    case "MemberExpression":
      return nameOf(inner["object"]) === own ? member(nameOf(inner["property"])) : undefined;
    case "UnaryExpression": {
      const operand = constantOf(inner["argument"], own, members);
      if (typeof operand !== "number") return undefined;
      return inner["operator"] === "-" ? -operand : inner["operator"] === "~" ? ~operand : undefined;
    }
    case "BinaryExpression": {
      const [left, right] = [
        constantOf(inner["left"], own, members),
        constantOf(inner["right"], own, members),
      ];
      if (typeof left === "string" && typeof right === "string" && inner["operator"] === "+")
        return left + right;
      if (typeof left !== "number" || typeof right !== "number") return undefined;
      const operation = operations[String(inner["operator"])];
      return operation?.(left, right);
    }
    default:
      return undefined;
  }
}

const operations: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "|": (left, right) => left | right,
  "&": (left, right) => left & right,
  "<<": (left, right) => left << right,
};

/** The enum as JavaScript has it at run time: numbers also lead back to their names. */
export function enumObject(members: Readonly<Record<string, Constant>>): Record<string, Constant> {
  const whole: Record<string, Constant> = {};
  for (const [name, value] of Object.entries(members)) {
    whole[name] = value;
    if (typeof value === "number") whole[String(value)] = name;
  }
  return whole;
}

/** What the enum's name says as a type. */
export function enumType(node: TSEnumDeclaration, members: Readonly<Record<string, Constant>>): TSType {
  const { start, end } = node;
  const kinds = new Set(Object.values(members).map((value) => typeof value));
  const types = [...kinds].map((kind): TSType =>
    kind === "number" ? { type: "TSNumberKeyword", start, end } : { type: "TSStringKeyword", start, end },
  );
  const [only] = types;
  return types.length === 1 && only !== undefined ? only : { type: "TSUnionType", types, start, end };
}
