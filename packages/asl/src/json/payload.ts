import type { Json } from "./json.ts";
import { utf8Length } from "./utf8-length.ts";

/**
 * A JSON value that states hand on, with its text made at most once: history, quotas and the next state all need it.
 * The value is never changed in place.
 */
export class Payload {
  readonly value: Json;
  #text: string | undefined;

  constructor(value: Json, text?: string) {
    this.value = value;
    this.#text = text;
  }

  /** Throws SyntaxError. */
  static parse(text: string): Payload {
    return new Payload(JSON.parse(text), text);
  }

  get text(): string {
    return (this.#text ??= JSON.stringify(this.value));
  }

  /** Whether the text takes more than so many bytes of UTF-8. */
  isLargerThan(bytes: number): boolean {
    const { length } = this.text;
    if (length > bytes) return true;
    return length * 3 > bytes && utf8Length(this.text) > bytes;
  }
}
