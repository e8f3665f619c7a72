import type {
  EncryptionType,
  ExecutionRedriveFilter,
  ExecutionStatus,
  IncludedData,
  InspectionLevel,
  LogLevel,
  MockResponseValidationMode,
  StateMachineType,
  ValidateStateMachineDefinitionSeverity,
} from "@aws-sdk/client-sfn";

import { validation } from "./errors.ts";

/** The API's enumerations; the values' order is that of their descriptions in the API reference. */
const enumerations = {
  type: ["STANDARD", "EXPRESS"] satisfies StateMachineType[],
  level: ["ALL", "ERROR", "FATAL", "OFF"] satisfies LogLevel[],
  statusFilter: [
    "RUNNING",
    "SUCCEEDED",
    "FAILED",
    "TIMED_OUT",
    "ABORTED",
    "PENDING_REDRIVE",
  ] satisfies ExecutionStatus[],
  redriveFilter: ["REDRIVEN", "NOT_REDRIVEN"] satisfies ExecutionRedriveFilter[],
  includedData: ["ALL_DATA", "METADATA_ONLY"] satisfies IncludedData[],
  inspectionLevel: ["INFO", "DEBUG", "TRACE"] satisfies InspectionLevel[],
  fieldValidationMode: ["STRICT", "PRESENT", "NONE"] satisfies MockResponseValidationMode[],
  severity: ["ERROR", "WARNING"] satisfies ValidateStateMachineDefinitionSeverity[],
  encryptionType: ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"] satisfies EncryptionType[],
};

/** What comes over the wire may be any text. `at`: where it stands. Throws ValidationException. */
export function checkEnumeration(
  value: string | undefined,
  name: keyof typeof enumerations,
  at: string = name,
): void {
  const values: readonly string[] = enumerations[name];
  if (value === undefined || values.includes(value)) return;
  throw validation(
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(", ")}]`,
  );
}
