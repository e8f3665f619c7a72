import type { Diagnostic } from "../source/diagnostic.ts";

/**
 * What the type checker says, and then what was found besides: errors about other places. What is found about the same place says it again, and
 * warnings may come from the error.
 */
export function afterTypeErrors(
  typeErrors: readonly Diagnostic[],
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (typeErrors.length === 0) return found;
  const others = found.filter(
    ({ severity, span, file }) =>
      severity === "error" &&
      (file !== undefined ||
        !typeErrors.some((error) => span.start <= error.span.end && error.span.start <= span.end)),
  );
  return [...typeErrors, ...others];
}
