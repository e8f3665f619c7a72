import type { Argument } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";
import type { Value } from "../../expression/value.ts";
import type { FlowContext } from "../context.ts";

/** The fields of an options object that is written in place, by name; undefined, with the reason reported, when it has others. */
export function optionFields<Name extends string>(
  node: Argument | undefined,
  known: readonly Name[],
  what: string,
  scope: Scope,
  context: FlowContext,
): Partial<Record<Name, Value>> | undefined {
  const fields: Partial<Record<Name, Value>> = {};
  if (node === undefined) return fields;
  const properties = node.type === "ObjectExpression" ? node.properties : undefined;
  for (const property of properties ?? []) {
    const key =
      property.type === "Property" && property.key.type === "Identifier" && !property.computed
        ? property.key.name
        : undefined;
    const name = known.find((one) => one === key);
    if (property.type !== "Property" || name === undefined) {
      context.diagnostics.report("ACME1100", property, `${what} takes { ${known.join(", ")} }`);
      return undefined;
    }
    fields[name] = context.expression(property.value, scope);
  }
  if (properties !== undefined) return fields;
  context.diagnostics.report("ACME1100", node, `${what} takes { ${known.join(", ")} }, written in place`);
  return undefined;
}
