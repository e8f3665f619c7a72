import type { StateMachineDefinition } from "../definition/state-machine.ts";
import { InvalidDefinition } from "./diagnostic.ts";
import { validateDefinition } from "./validate-definition.ts";

/** The definition in a JSON text, valid as a Standard machine's. Throws InvalidDefinition with every diagnostic. */
export function parseDefinition(text: string): StateMachineDefinition {
  const errors = validateDefinition(text).filter(({ severity }) => severity === "ERROR");
  if (errors.length > 0) throw new InvalidDefinition(errors);
  // The validator has seen every field: the type is true from here on.
  return JSON.parse(text) as StateMachineDefinition;
}
