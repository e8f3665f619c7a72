import { isObject } from "../json/object.ts";
import type { ValueRule } from "./value-rules.ts";

/** Characters of a variable's name. Source: Developer Guide, Passing data between states with variables. */
const maxNameLength = 80;

/** Assign: an object of variables, whose values another rule looks at. */
export function assignment(values: ValueRule): ValueRule {
  return (value, location, report) => {
    if (!isObject(value)) return report.schema("Expected value of type Object", location);
    for (const key of Object.keys(value)) {
      const name = key.replace(/\.\$$/, "");
      if (name === "states") report.schema("The variable name 'states' is reserved", location);
      if (name === "" || name.length > maxNameLength) {
        report.schema(
          `A variable's name must have 1 to ${maxNameLength} characters, '${name}' has ${name.length}`,
          location,
        );
      }
    }
    values(value, location, report);
  };
}
