import { findVariableReferences } from "@acme-engine/asl";

/** For descriptions of a definition. Recorded on AWS: test_base_variable_references_in_assign_templates; absent when there are none. */
export function toVariableReferences(definition: string): {
  variableReferences?: { [state: string]: string[] };
} {
  const variableReferences = findVariableReferences(definition);
  return Object.keys(variableReferences).length === 0 ? {} : { variableReferences };
}
