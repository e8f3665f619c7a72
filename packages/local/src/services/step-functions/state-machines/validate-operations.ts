import { validateDefinition } from "@acme-engine/asl";
import {
  ValidateStateMachineDefinition$,
  type ValidateStateMachineDefinitionInput,
  type ValidateStateMachineDefinitionOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { checkRange } from "../constraints.ts";
import { checkEnumeration } from "../enumerations.ts";
import { checkDefinitionLength } from "./check-definition.ts";
import type { StepFunctionsDeps } from "../deps.ts";

/** Source: Step Functions API Reference, ValidateStateMachineDefinition, maxResults. */
const maxDiagnostics = 100;

export const validateOperations: OperationTable<StepFunctionsDeps> = {
  ValidateStateMachineDefinition: operation(
    ValidateStateMachineDefinition$,
    (input: ValidateStateMachineDefinitionInput): ValidateStateMachineDefinitionOutput => {
      const { definition = "", type = "STANDARD", severity = "ERROR", maxResults } = input;
      checkDefinitionLength(definition);
      checkEnumeration(type, "type");
      checkEnumeration(severity, "severity");
      checkRange(maxResults, "maxResults", { min: 0, max: maxDiagnostics });
      const all = validateDefinition(definition, { type });
      const asked = all.filter((diagnostic) => severity === "WARNING" || diagnostic.severity === "ERROR");
      const limit = maxResults || maxDiagnostics;
      return {
        result: all.some((diagnostic) => diagnostic.severity === "ERROR") ? "FAIL" : "OK",
        diagnostics: asked.slice(0, limit).map(({ code, message, location, ...rest }) => ({
          severity: rest.severity,
          code,
          message,
          ...(location !== undefined && { location }),
        })),
        truncated: asked.length > limit,
      };
    },
  ),
};
