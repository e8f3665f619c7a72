import type { Json } from "../json/json.ts";
import { type JsonObject, setKey } from "../json/object.ts";
import { utf8Length } from "../json/utf8-length.ts";
import { StateError } from "./failure.ts";
import { maxAssignedBytes, maxVariablesBytes } from "./quotas.ts";

const empty: JsonObject = Object.freeze({});

/**
 * The variables of a machine, a branch or an iteration. An inner scope reads what the outer ones hold; what it assigns
 * stays inside. The outer scope stands still while inner ones run, so what is visible is computed once per change.
 */
export class Scope {
  readonly outer: Scope | undefined;
  #own: JsonObject;
  #visible: JsonObject | undefined;
  #bytes = 0;

  constructor(outer: Scope | undefined, own: JsonObject = empty) {
    this.outer = outer;
    this.#own = own;
  }

  get own(): JsonObject {
    return this.#own;
  }

  get visible(): JsonObject {
    if (this.outer === undefined) return this.#own;
    return (this.#visible ??= { ...this.outer.visible, ...this.#own });
  }

  read(name: string): Json | undefined {
    if (Object.hasOwn(this.#own, name)) return this.#own[name];
    return this.outer?.read(name);
  }

  /** Sets variables, all or none; returns each one's JSON text, which history shows. */
  assign(values: JsonObject): { [name: string]: string } {
    const texts: { [name: string]: string } = {};
    let bytes = 0;
    for (const [name, value] of Object.entries(values)) {
      const text = JSON.stringify(value);
      texts[name] = text;
      bytes += utf8Length(text);
    }
    if (bytes > maxAssignedBytes) throw variablesTooLarge("assigned in one state", maxAssignedBytes);
    this.#bytes += bytes;
    if (this.#bytes > maxVariablesBytes)
      this.#bytes = utf8Length(JSON.stringify({ ...this.#own, ...values }));
    if (this.#bytes > maxVariablesBytes) throw variablesTooLarge("stored", maxVariablesBytes);
    const own: JsonObject = { ...this.#own };
    for (const [name, value] of Object.entries(values)) setKey(own, name, value);
    this.#own = own;
    this.#visible = undefined;
    return texts;
  }
}

function variablesTooLarge(which: string, bytes: number): StateError {
  const detail = `The variables ${which} exceed the limit of ${bytes} bytes.`;
  return new StateError({ error: "States.DataLimitExceeded", fatal: false, detail });
}
