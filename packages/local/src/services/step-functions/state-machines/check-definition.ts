import { type Diagnostic, validateDefinition } from "@acme-engine/asl";
import type { StateMachineType } from "@aws-sdk/client-sfn";

import { checkSecretLength } from "../constraints.ts";
import { invalidDefinition } from "../errors.ts";

/** Source: Step Functions API Reference, CreateStateMachine, definition. */
const maxDefinitionCharacters = 1_048_576;

/** Throws InvalidDefinition with every error that the validator finds. */
export function checkDefinition(definition: string, type: StateMachineType): void {
  checkDefinitionLength(definition);
  const errors = validateDefinition(definition, { type }).filter(({ severity }) => severity === "ERROR");
  if (errors.length > 0) throw invalidDefinition(errors.map(toText).join(", "));
}

/** Throws ValidationException. */
export function checkDefinitionLength(definition: string): void {
  checkSecretLength(definition, "definition", { min: 1, max: maxDefinitionCharacters });
}

/** Recorded on AWS: `SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /`. */
function toText({ code, message, location }: Diagnostic): string {
  return `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`;
}
