import type { Json } from "@acme-engine/asl";

import { validation } from "../errors.ts";

/** What a mocked result may look like, with names as Step Functions writes them. */
export type FieldShape =
  | { kind: "any" }
  | { kind: "string"; minLength?: number; isExpected?: (value: string) => boolean }
  | { kind: "number" }
  | { kind: "boolean" }
  | { kind: "array"; items: FieldShape }
  | { kind: "map"; values: FieldShape }
  | {
      kind: "object";
      required: readonly string[];
      /** Undefined for a name that the API does not have: such a field is let through. */
      member: (name: string) => FieldShape | undefined;
    };

const invalid = (reason: string) => validation(`Mock result schema validation error: ${reason}`);

/**
 * Checks a mocked result. STRICT also asks for the required fields. Throws ValidationException. Recorded on AWS:
 * TestFieldValidationMode.
 */
export function checkFields(
  value: Json,
  shape: FieldShape,
  mode: "STRICT" | "PRESENT",
  field?: string,
): void {
  const mustBe = (what: string) => invalid(`Field '${field ?? "result"}' must be ${what}`);
  switch (shape.kind) {
    case "any":
      return;
    case "string":
      if (typeof value !== "string") throw mustBe("a string");
      if (value.length < (shape.minLength ?? 0)) {
        throw invalid(`Field '${field ?? "result"}' is smaller than the minimum length`);
      }
      if (shape.isExpected?.(value) === false) {
        throw invalid(`Field '${field ?? "result"}' is not an expected value`);
      }
      return;
    case "number":
    case "boolean":
      if (typeof value !== shape.kind) throw mustBe(`a ${shape.kind}`);
      return;
    case "array":
      if (!Array.isArray(value)) throw mustBe("an array");
      for (const item of value) checkFields(item, shape.items, mode, field);
      return;
    case "map":
      if (!isObject(value)) throw mustBe("an object");
      for (const [key, item] of Object.entries(value)) checkFields(item, shape.values, mode, key);
      return;
    case "object": {
      if (!isObject(value)) throw mustBe("an object");
      const missing = mode === "STRICT" && shape.required.find((name) => !Object.hasOwn(value, name));
      if (typeof missing === "string") throw invalid(`Required field '${missing}' is missing`);
      for (const [name, item] of Object.entries(value)) {
        const member = shape.member(name);
        if (member !== undefined && item !== null) checkFields(item, member, mode, name);
      }
    }
  }
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
