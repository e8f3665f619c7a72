import { isJsonObject, type Json } from "../json.ts";
import { placeholder, toFunctionCall, toGetAtt, toIf, toSub } from "./evaluate.ts";

/** Something that an expression names. */
export type Reference =
  | { kind: "ref"; name: string }
  | { kind: "getAtt"; logicalId: string; attribute: Json }
  | { kind: "condition"; name: string }
  | { kind: "import"; name: Json };

/**
 * Everything that an expression names, in order. With `isConditionTrue`, only the branch of each `Fn::If` that counts;
 * without, both.
 */
export function findReferences(value: Json, isConditionTrue?: (name: string) => boolean): Reference[] {
  const found: Reference[] = [];
  visit(value);
  return found;

  function visit(node: Json): void {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isJsonObject(node)) return;
    const call = toFunctionCall(node);
    if (!call) return Object.values(node).forEach(visit);
    const { name, argument } = call;
    switch (name) {
      case "Ref":
        found.push({ kind: "ref", name: String(argument) });
        return;
      case "Condition":
        found.push({ kind: "condition", name: String(argument) });
        return;
      case "Fn::GetAtt": {
        const [logicalId, attribute] = toGetAtt(argument);
        found.push({ kind: "getAtt", logicalId, attribute });
        return visit(attribute);
      }
      case "Fn::Sub": {
        const [template, variables] = toSub(argument);
        for (const [, literal, variable = ""] of template.matchAll(placeholder)) {
          if (literal || Object.hasOwn(variables, variable)) continue;
          const dot = variable.indexOf(".");
          found.push(
            dot < 0
              ? { kind: "ref", name: variable }
              : { kind: "getAtt", logicalId: variable.slice(0, dot), attribute: variable.slice(dot + 1) },
          );
        }
        return visit(variables);
      }
      case "Fn::If": {
        const [condition, whenTrue, whenFalse] = toIf(argument);
        found.push({ kind: "condition", name: condition });
        if (!isConditionTrue) return visit([whenTrue, whenFalse]);
        return visit(isConditionTrue(condition) ? whenTrue : whenFalse);
      }
      case "Fn::ImportValue":
        found.push({ kind: "import", name: argument });
        return visit(argument);
      default:
        return visit(argument);
    }
  }
}
