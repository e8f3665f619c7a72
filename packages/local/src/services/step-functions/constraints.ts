import { invalidName, validation } from "./errors.ts";

/** Throws ValidationException in the words that AWS has for a value outside its model's bounds. Recorded on AWS: ListStateMachines, CreateStateMachineAlias. */
function fail(value: unknown, at: string, constraint: string): never {
  throw validation(
    `1 validation error detected: Value '${String(value)}' at '${at}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

export function checkLength(
  value: string | undefined,
  at: string,
  { min = 0, max }: { min?: number; max: number },
): void {
  if (value === undefined) return;
  if (value.length < min) fail(value, at, `have length greater than or equal to ${min}`);
  if (value.length > max) fail(value, at, `have length less than or equal to ${max}`);
}

/** As `checkLength`, for what AWS's model marks as sensitive: definitions, errors and causes are not repeated. */
export function checkSecretLength(
  value: string | undefined,
  at: string,
  { min = 0, max }: { min?: number; max: number },
): void {
  if (value === undefined || (value.length >= min && value.length <= max)) return;
  const constraint =
    value.length < min
      ? `have length greater than or equal to ${min}`
      : `have length less than or equal to ${max}`;
  throw validation(
    `1 validation error detected: Value at '${at}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** Input and output are counted in bytes of UTF-8. Source: Step Functions API Reference, StartExecution. */
export function checkPayload(value: string | undefined, at: string): void {
  if (value !== undefined && Buffer.byteLength(value) > maxPayloadBytes) {
    throw validation(
      `1 validation error detected: Value at '${at}' failed to satisfy constraint: Member must have length less than or equal to ${maxPayloadBytes}`,
    );
  }
}

export const maxPayloadBytes = 262_144;

export function checkRange(
  value: number | undefined,
  at: string,
  { min, max }: { min: number; max: number },
): void {
  if (value === undefined) return;
  if (value < min) fail(value, at, `have value greater than or equal to ${min}`);
  if (value > max) fail(value, at, `have value less than or equal to ${max}`);
}

export function checkPattern(value: string, at: string, pattern: string): void {
  if (!new RegExp(pattern).test(value)) fail(value, at, `satisfy regular expression pattern: ${pattern}`);
}

export function checkListLength(
  value: readonly unknown[] | undefined,
  at: string,
  { min, max }: { min: number; max: number },
  toText: () => string,
): void {
  if (value === undefined) return;
  if (value.length < min) fail(toText(), at, `have length greater than or equal to ${min}`);
  if (value.length > max) fail(toText(), at, `have length less than or equal to ${max}`);
}

/** Names of state machines and executions: 1 to 80 characters without those listed. Source: Step Functions API Reference, CreateStateMachine, name. */
export function checkName(name: string): void {
  checkLength(name, "name", { min: 1, max: 80 });
  // oxlint-disable-next-line no-control-regex -- control characters are among those that AWS refuses
  if (/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/.test(name)) {
    throw invalidName(name);
  }
}
