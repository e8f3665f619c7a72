/** Between a state machine's JSON (names in PascalCase) and the SDK's models, by the SDK's own schemas. */
import type { Json } from "@acme-engine/asl";

import { kindOf, membersOf, requiredMembersOf, type Shape } from "../../../protocol/codec/shape.ts";
import { TaskFailure } from "./integration.ts";

/** `runTask` → `RunTask`: how Step Functions writes the names of members and operations. */
export const toPascalCase = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * The operation's input that the arguments describe. Throws `TaskFailure` States.Runtime that names the field which the
 * operation does not have, or which it needs.
 */
export function parseArguments(shape: Shape, parameters: Json): object {
  const problem = (text: string) =>
    new TaskFailure(
      "States.Runtime",
      `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${text}]`,
    );
  if (!isObject(parameters)) throw problem("The Parameters must be a JSON object");
  return parseStructure(shape, parameters);

  function parseStructure(structure: Shape, json: { [name: string]: Json }): Record<string, unknown> {
    const members = new Map(
      [...membersOf(structure)].map(([name, member]) => [toPascalCase(name), { name, member }]),
    );
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(json)) {
      const found = members.get(key);
      if (!found) throw problem(`The field '${key}' is not supported by Step Functions`);
      if (value !== null) result[found.name] = parseValue(found.member, value, key);
    }
    for (const name of requiredMembersOf(structure)) {
      // Recorded on AWS: test_send_message_empty_body; what is given as null is for the service to refuse.
      if (!Object.hasOwn(json, toPascalCase(name))) {
        throw problem(`The field '${toPascalCase(name)}' is required but was missing`);
      }
    }
    return result;
  }

  function parseValue(member: Shape, value: Json, key: string): unknown {
    const expected = (what: string) => problem(`The value for the field '${key}' must be ${what}`);
    switch (kindOf(member)) {
      case "structure":
        if (!isObject(value)) throw expected("a valid JSON object");
        return parseStructure(member, value);
      case "list":
        if (!Array.isArray(value)) throw expected("an array");
        return value.map((item) => parseValue(member.getValueSchema(), item, key));
      case "map":
        if (!isObject(value)) throw expected("a valid JSON object");
        return Object.fromEntries(
          Object.entries(value).map(([name, item]) => [
            name,
            parseValue(member.getValueSchema(), item, name),
          ]),
        );
      case "string":
        // Recorded on AWS: JSON in the place of a text is written as text.
        return typeof value === "string" ? value : JSON.stringify(value);
      case "number":
        if (typeof value !== "number") throw expected("a number");
        return value;
      case "boolean":
        if (typeof value !== "boolean") throw expected("a boolean");
        return value;
      case "timestamp":
        if (typeof value !== "string" || Number.isNaN(Date.parse(value))) throw expected("a timestamp");
        return new Date(value);
      case "blob":
        // Recorded on AWS: s3:putObject writes the JSON text of any Body, so a text comes with its quotes.
        return Buffer.from(JSON.stringify(value));
      case "document":
        return value;
    }
  }
}

export interface OutputStyle {
  /** `iso` in SDK integrations, `millis` (since the epoch) in optimized ones. */
  timestamps: "iso" | "millis";
  /** Optimized integrations show lists that the service left out as empty ones: here by name, or none. */
  showsEmptyList: (member: string) => boolean;
}

/** SDK integrations show what the service answered. */
export const sdkStyle: OutputStyle = { timestamps: "iso", showsEmptyList: () => false };

/** A response as a task's output: members in PascalCase, in order of name. */
export function toOutput(shape: Shape, value: unknown, style: OutputStyle): Json {
  if (value === undefined || value === null) return null;
  switch (kindOf(shape)) {
    case "structure": {
      const source = value as Record<string, unknown>;
      const entries = [...membersOf(shape)].flatMap(([name, member]): [string, Json][] => {
        const part = source[name];
        if (part !== undefined && part !== null) return [[toPascalCase(name), toOutput(member, part, style)]];
        return kindOf(member) === "list" && style.showsEmptyList(name) ? [[toPascalCase(name), []]] : [];
      });
      return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    case "list":
      return (value as unknown[]).map((item) => toOutput(shape.getValueSchema(), item, style));
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([name, item]) => [
          name,
          toOutput(shape.getValueSchema(), item, style),
        ]),
      );
    case "timestamp": {
      const at = value as Date;
      return style.timestamps === "iso" ? at.toISOString() : at.getTime();
    }
    case "blob":
      return Buffer.from(value as Uint8Array).toString("utf8");
    case "string":
    case "number":
    case "boolean":
    case "document":
      return value as Json;
  }
}

export function isObject(value: unknown): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
