import { AwsError } from "./aws-error.ts";
import { requiredMembersOf, type Shape } from "./codec/shape.ts";

/** Refuses input that lacks required members, in the words that AWS's services share. */
export function checkRequired(input: Shape, value: object, code: string): void {
  const missing = requiredMembersOf(input).filter(
    (name) => (value as Record<string, unknown>)[name] === undefined,
  );
  if (missing.length === 0) return;
  const problems = missing.map(
    (name) => `Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  );
  const count = `${missing.length} validation error${missing.length === 1 ? "" : "s"} detected`;
  throw new AwsError(code, `${count}: ${problems.join("; ")}`);
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
