import type { AwsPattern } from "acme-engine";
import type { Expression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";

export interface AwsCallee {
  service: string;
  operation: string;
  pattern: AwsPattern;
}

/** `aws.dynamodb.putItem`, `aws.batch.submitJob.sync`. */
export function awsCallee(node: Expression, scope: Scope): AwsCallee | undefined {
  const names: string[] = [];
  let inner = node;
  while (inner.type === "MemberExpression" && inner.object.type !== "Super") {
    const { property, computed } = inner;
    if (!computed && property.type === "Identifier") names.unshift(property.name);
    else if (property.type === "Literal" && typeof property.value === "string") names.unshift(property.value);
    else return undefined;
    inner = inner.object;
  }
  const binding = inner.type === "Identifier" ? scope.find(inner.name) : undefined;
  if (binding?.kind !== "engine" || binding.name !== "aws") return undefined;
  const [service, operation, sync, ...others] = names;
  if (service === undefined || operation === undefined || others.length > 0) return undefined;
  if (sync !== undefined && sync !== "sync") return undefined;
  return { service, operation, pattern: sync === undefined ? "requestResponse" : "sync" };
}
