/**
 * Pictures of dates and times such as `[Y0001]-[M01]-[D01]T[H01]:[m01]`, after XPath's fn:format-dateTime
 * (https://www.w3.org/TR/xpath-functions-31/#rules-for-datetime-formatting), as JSONata 2.0.6 understands them.
 */
import { JsonataError } from "../jsonata-error.ts";
import { analyseIntegerPicture } from "./format-integer.ts";
import type { IntegerFormat } from "./format-integer.ts";

export interface Marker {
  type: "marker";
  /** One letter: Y M D d F W w X x H h P m s f Z z C E. */
  component: string;
  /** Set when the component is written as a name. */
  names: "upper" | "lower" | "title" | undefined;
  /** Most characters that a name may have. */
  maxWidth: number | undefined;
  /** `t`: UTC is written as Z. */
  traditional: boolean;
  integer: IntegerFormat | undefined;
  /** Digits of a year, month or day, when it has a fixed number of them. */
  digits: number | undefined;
}

export type PicturePart = { type: "literal"; text: string } | Marker;

/** How a component is written when its marker does not say. */
const defaultPresentations: ReadonlyMap<string, string> = new Map([
  ["Y", "1"],
  ["M", "1"],
  ["D", "1"],
  ["d", "1"],
  ["F", "n"],
  ["W", "1"],
  ["w", "1"],
  ["X", "1"],
  ["x", "1"],
  ["H", "1"],
  ["h", "1"],
  ["P", "n"],
  ["m", "01"],
  ["s", "01"],
  ["f", "1"],
  ["Z", "01:01"],
  ["z", "01:01"],
  ["C", "n"],
  ["E", "n"],
]);

/** @throws JsonataError D3132, D3135 */
export function analyseDatePicture(picture: string): PicturePart[] {
  const parts: PicturePart[] = [];
  const addLiteral = (start: number, end: number): void => {
    if (end > start) parts.push({ type: "literal", text: picture.slice(start, end).replaceAll("]]", "]") });
  };
  let start = 0;
  let at = 0;
  while (at < picture.length) {
    if (picture[at] !== "[") {
      at++;
      continue;
    }
    addLiteral(start, at);
    if (picture[at + 1] === "[") {
      parts.push({ type: "literal", text: "[" });
      at += 2;
    } else {
      const end = picture.indexOf("]", at);
      if (end === -1) throw new JsonataError("D3135");
      parts.push(analyseMarker(picture.slice(at + 1, end).replaceAll(/\s+/g, "")));
      at = end + 1;
    }
    start = at;
  }
  addLiteral(start, at);
  return parts;
}

/** @param marker What stands between `[` and `]`: a component, how it is written, and after a comma its width. */
function analyseMarker(marker: string): Marker {
  const component = marker.charAt(0);
  const comma = marker.lastIndexOf(",");
  const [min, max] =
    comma === -1
      ? []
      : marker
          .slice(comma + 1)
          .split("-")
          .map(parseWidth);
  let presentation = comma === -1 ? marker.slice(1) : marker.slice(1, comma);
  let modifier = "";
  if (presentation.length > 1 && "atco".includes(presentation.slice(-1))) {
    modifier = presentation.slice(-1);
    presentation = presentation.slice(0, -1);
  }
  const written = presentation === "" ? defaultPresentations.get(component) : presentation;
  if (written === undefined) throw new JsonataError("D3132", { value: component });
  const result: Marker = {
    type: "marker",
    component,
    names: namesOf(written),
    maxWidth: max,
    traditional: modifier === "t",
    integer: undefined,
    digits: undefined,
  };
  if (component === "Z" || component === "z") {
    result.integer = analyseIntegerPicture(written);
  } else if (result.names === undefined && "YMDdFWwXxHhmsf".includes(component)) {
    result.integer = analyseIntegerPicture(modifier === "" ? written : `${written};${modifier}`);
    setWidths(result, result.integer, min, max);
  }
  return result;
}

function parseWidth(width: string): number | undefined {
  return width === "*" ? undefined : Number.parseInt(width, 10);
}

function namesOf(presentation: string): Marker["names"] {
  if (presentation.startsWith("n")) return "lower";
  if (presentation.startsWith("Nn")) return "title";
  return presentation.startsWith("N") ? "upper" : undefined;
}

function setWidths(
  marker: Marker,
  integer: IntegerFormat,
  min: number | undefined,
  max: number | undefined,
): void {
  if (min !== undefined && integer.mandatoryDigits < min) integer.mandatoryDigits = min;
  if (!"YMD".includes(marker.component)) return;
  if (max !== undefined) {
    marker.digits = max;
    integer.mandatoryDigits = max;
  } else {
    const digits = integer.mandatoryDigits + integer.optionalDigits;
    if (digits >= 2) marker.digits = digits;
  }
}
