import { validationError } from "../errors.ts";
import { evaluateCondition, type Scope } from "./evaluate.ts";
import type { Template } from "./template.ts";

/** Checks the template's `Rules`. Throws ValidationError that names the assertions that do not hold. */
export function checkRules(template: Template, scope: Scope): void {
  for (const [name, { condition, assertions }] of template.rules) {
    if (condition !== undefined && !evaluateCondition(condition, scope)) continue;
    const broken = assertions.filter(({ assert }) => !evaluateCondition(assert, scope));
    if (broken.length > 0) {
      throw validationError(
        `Template error: Rule ${name} failed: ${broken.map(({ description }) => description).join("; ")}`,
      );
    }
  }
}
