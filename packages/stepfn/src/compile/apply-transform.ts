import { AcmeError } from "../acme-error.ts";
import { findNonJson, isJsonObject } from "../json.ts";
import type { Definition } from "./compile-options.ts";

/** What the user's function makes of the definition. Throws ACME_TRANSFORM_RESULT for anything but a definition. */
export function applyTransform(
  name: string,
  transform: (definition: Definition) => Definition,
  definition: Definition,
): Definition {
  const transformed: unknown = transform(structuredClone(definition));
  const lost = findNonJson(transformed);
  if (isJsonObject(transformed) && lost === undefined) return transformed;
  throw new AcmeError(
    "ACME_TRANSFORM_RESULT",
    isJsonObject(transformed)
      ? `The transform of "${name}" returned a definition that is not JSON at ${lost}.`
      : `The transform of "${name}" returned ${transformed === undefined ? "nothing" : JSON.stringify(transformed)} instead of a definition.`,
    { hint: "Return the definition, a plain object as in the Amazon States Language." },
  );
}
