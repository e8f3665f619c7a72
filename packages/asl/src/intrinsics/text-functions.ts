import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Json } from "../json/json.ts";
import { toJavaText } from "../json/java-text.ts";
import { IntrinsicError, type IntrinsicFunction, stringAt } from "./intrinsic-function.ts";

/** Characters that the encoding and hashing functions take. Source: Developer Guide, Intrinsic functions. */
const maxTextLength = 10_000;

/** Names as Step Functions has them, and as Node's crypto module has them. */
const hashAlgorithms: { [name: string]: string } = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

export const textFunctions: { [name: string]: IntrinsicFunction } = {
  "States.Format": {
    arity: [1, Infinity],
    apply: (args) => format(stringAt(args, 0), args.slice(1)),
  },

  "States.StringSplit": {
    arity: [2, 2],
    // Every character of the second argument separates; empty pieces go. Recorded on AWS: test_string_split.
    apply(args) {
      const separators = new Set(stringAt(args, 1));
      const pieces = [""];
      for (const character of stringAt(args, 0)) {
        if (separators.has(character)) pieces.push("");
        else pieces.push((pieces.pop() ?? "") + character);
      }
      return pieces.filter((piece) => piece !== "");
    },
  },

  "States.Base64Encode": {
    arity: [1, 1],
    apply: (args) => Buffer.from(shortText(args), "utf8").toString("base64"),
  },

  "States.Base64Decode": {
    arity: [1, 1],
    apply(args) {
      const text = shortText(args);
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new IntrinsicError("The argument is not valid Base64");
      return Buffer.from(text, "base64").toString("utf8");
    },
  },

  "States.Hash": {
    arity: [2, 2],
    apply(args) {
      const [data = null] = args;
      const name = stringAt(args, 1);
      const algorithm = Object.hasOwn(hashAlgorithms, name) ? hashAlgorithms[name] : undefined;
      if (algorithm === undefined) {
        throw new IntrinsicError(
          `The algorithm ${name} is not one of ${Object.keys(hashAlgorithms).join(", ")}`,
        );
      }
      const text = typeof data === "string" ? data : JSON.stringify(data);
      if (text.length > maxTextLength) throw tooLong(text);
      return createHash(algorithm).update(text, "utf8").digest("hex");
    },
  },

  "States.UUID": { arity: [0, 0], apply: (_args, environment) => environment.createId() },
};

function shortText(args: readonly Json[]): string {
  const text = stringAt(args, 0);
  if (text.length > maxTextLength) throw tooLong(text);
  return text;
}

function tooLong(text: string): IntrinsicError {
  return new IntrinsicError(`The text has ${text.length} characters, the limit is ${maxTextLength}`);
}

/** `{}` takes the next argument; `\{` and `\}` are braces. */
function format(template: string, args: readonly Json[]): string {
  let used = 0;
  const text = template.replace(/\\([{}\\])|\{\}/g, (_match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = args[used];
    used += 1;
    if (value === undefined) throw placeholderMismatch(args.length);
    return toJavaText(value);
  });
  if (used !== args.length) throw placeholderMismatch(args.length);
  return text;
}

function placeholderMismatch(count: number): IntrinsicError {
  return new IntrinsicError(
    `The number of {} in the template does not match the ${count} arguments after it`,
  );
}
