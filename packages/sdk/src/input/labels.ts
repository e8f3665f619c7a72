import { quoteValue, readTextList } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

const prefix = "acme:label:";

/** A state machine has 50 tags at most, and the deployment itself needs some. */
const maxLabels = 40;

/** Labels that can stand in a tag's key. Source: Step Functions API Reference, Tag: 128 characters of Unicode letters, digits, white space and `_.:/=+-@`. */
export function readLabels(
  value: unknown,
  path: string,
  problems: InputProblem[],
): readonly string[] | undefined {
  const labels = readTextList(value, path, problems);
  if (labels === undefined) return undefined;
  const most = 128 - prefix.length;
  for (const label of labels) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u.test(label) || label.length > most)
      problems.push({
        path,
        message: `has ${quoteValue(label)}; a label has 1 to ${most} letters, digits, spaces and the signs _ . : / = + - @`,
      });
  }
  if (labels.length > maxLabels)
    problems.push({
      path,
      message: `has ${labels.length} labels; AWS's limit of 50 tags leaves room for ${maxLabels}`,
    });
  return [...new Set(labels)];
}

/** Each label as a tag of its own, so that IAM conditions, cost reports and filters can use them. */
export function toLabelTags(labels: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label) => [prefix + label, "true"]));
}

export function labelsOf(tags: Readonly<Record<string, string>>): string[] {
  return Object.keys(tags)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}
