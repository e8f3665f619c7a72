import { JsonataError } from "../jsonata-error.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";
import { stringify } from "./stringify.ts";

type Text = string | undefined;
type Num = number | undefined;

/** Functions on text. Positions and lengths count code points. */
export const stringFunctions: Readonly<Record<string, Builtin>> = {
  string: builtin("<x-b?:s>", 1, ({ run, dialect }, value: unknown, pretty: boolean | undefined) => {
    const text = stringify(value, dialect, run, pretty === true);
    run.allocateText(text?.length ?? 0);
    return text;
  }),
  length: builtin("<s-:n>", 1, (_call, text: Text) => (text === undefined ? undefined : lengthOf(text))),
  substring: builtin("<s-nn?:s>", 3, ({ dialect }, text: Text, start: Num, length: Num) => {
    if (text === undefined) return undefined;
    return dialect === "aws" ? substringOnAws(text, start, length) : substring(text, start, length);
  }),
  substringBefore: builtin("<s-s:s>", 2, (_call, text: Text, mark: Text) => {
    const at = text === undefined ? -1 : text.indexOf(String(mark));
    return at === -1 ? text : text?.slice(0, at);
  }),
  substringAfter: builtin("<s-s:s>", 2, (_call, text: Text, mark: Text) => {
    const at = text === undefined ? -1 : text.indexOf(String(mark));
    return at === -1 ? text : text?.slice(at + String(mark).length);
  }),
  lowercase: builtin("<s-:s>", 1, (_call, text: Text) => text?.toLowerCase()),
  uppercase: builtin("<s-:s>", 1, (_call, text: Text) => text?.toUpperCase()),
  trim: builtin("<s-:s>", 1, (_call, text: Text) =>
    text?.replaceAll(/[ \t\n\r]+/g, " ").replaceAll(/^ | $/g, ""),
  ),
  pad: builtin("<s-ns?:s>", 3, ({ run }, text: Text, width: Num, filler: Text) => {
    if (text === undefined || width === undefined) return text;
    const missing = Math.floor(Math.abs(width)) - lengthOf(text);
    if (missing <= 0) return text;
    run.allocateText(text.length + missing);
    const padding = repeatTo(filler === undefined || filler === "" ? " " : filler, missing);
    return width > 0 ? text + padding : padding + text;
  }),
  join: builtin("<a<s>s?:s>", 2, ({ run }, texts: string[] | undefined, separator: Text) => {
    if (texts === undefined) return undefined;
    run.spend(texts.length);
    const joined = texts.join(separator ?? "");
    run.allocateText(joined.length);
    return joined;
  }),
  base64encode: builtin("<s-:s>", 1, ({ dialect }, text: Text) =>
    // AWS encodes UTF-8, the reference implementation the low byte of each character. Measured on AWS by sfnx
    text === undefined
      ? undefined
      : Buffer.from(text, dialect === "aws" ? "utf8" : "latin1").toString("base64"),
  ),
  base64decode: builtin("<s-:s>", 1, ({ dialect }, text: Text) =>
    text === undefined
      ? undefined
      : Buffer.from(text, "base64").toString(dialect === "aws" ? "utf8" : "latin1"),
  ),
  encodeUrlComponent: builtin("<s-:s>", 1, (_call, text: Text) =>
    convertUrl("encodeUrlComponent", text, encodeURIComponent),
  ),
  encodeUrl: builtin("<s-:s>", 1, (_call, text: Text) => convertUrl("encodeUrl", text, encodeURI)),
  decodeUrlComponent: builtin("<s-:s>", 1, ({ dialect }, text: Text) =>
    convertUrl("decodeUrlComponent", text, (url) =>
      decodeURIComponent(dialect === "aws" ? plusAsSpace(url) : url),
    ),
  ),
  decodeUrl: builtin("<s-:s>", 1, ({ dialect }, text: Text) =>
    convertUrl("decodeUrl", text, (url) => decodeURI(dialect === "aws" ? plusAsSpace(url) : url)),
  ),
};

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

/** Code points of a text. */
export function lengthOf(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index++, length++) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) index++;
  }
  return length;
}

function substring(text: string, start: number | undefined, length: number | undefined): string {
  const characters: string | string[] = isAscii(text) ? text : Array.from(text);
  const size = characters.length;
  const from = start !== undefined && size + start < 0 ? 0 : start;
  let part: string | string[];
  if (length === undefined) {
    part = characters.slice(from);
  } else {
    if (length <= 0) return "";
    const first = from ?? Number.NaN;
    part = characters.slice(from, first >= 0 ? first + length : size + first + length);
  }
  return typeof part === "string" ? part : part.join("");
}

/**
 * On AWS a negative start counts UTF-16 units from the end, also where a character takes two of them.
 * Measured on AWS by sfnx.
 */
function substringOnAws(text: string, start: number | undefined, length: number | undefined): string {
  if (start === undefined || start >= 0) return substring(text, start, length);
  const from = text.slice(Math.max(0, text.length + Math.ceil(start)));
  return length === undefined ? from : substring(from, 0, length);
}

function repeatTo(filler: string, length: number): string {
  const characters = Array.from(filler);
  const whole = filler.repeat(Math.floor(length / characters.length));
  return whole + characters.slice(0, length % characters.length).join("");
}

function plusAsSpace(url: string): string {
  return url.replaceAll("+", " ");
}

function convertUrl(functionName: string, text: Text, convert: (text: string) => string): Text {
  if (text === undefined) return undefined;
  try {
    return convert(text);
  } catch {
    throw new JsonataError("D3140", { value: text, functionName });
  }
}
