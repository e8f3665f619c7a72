import { AcmeError } from "../acme-error.ts";

/** Tags by which our stacks are told apart. CloudFormation puts them on every resource, so costs can be told apart too. */
export const stackTags = {
  kind: "acme:kind",
  cluster: "acme:cluster",
  deployment: "acme:deployment",
} as const;

const ours: ReadonlySet<string> = new Set(Object.values(stackTags));

/** CloudFormation's own limits, and room for our tags within them. Source: CloudFormation API Reference, Tag */
const mostTags = 50 - ours.size;
const longestKey = 128;
const longestValue = 256;
/** What all services take to which CloudFormation hands the tags on. Source: AWS General Reference, "Tag naming limits" */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws AcmeError `ACME_BAD_TAG` that quotes the tag. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > mostTags)
    throw new AcmeError("ACME_BAD_TAG", `There are ${entries.length} tags; ${mostTags} are the most`, {
      hint: "Leave some out.",
    });
  for (const [key, value] of entries) {
    if (ours.has(key)) refuse(key, "is a tag that the deployment sets itself");
    if (/^aws:/i.test(key)) refuse(key, "starts with aws:, which AWS keeps for itself");
    if (key === "" || key.length > longestKey) refuse(key, `must have 1 to ${longestKey} characters`);
    if (value.length > longestValue)
      refuse(key, `has a value of ${value.length} characters; ${longestValue} are the most`);
    if (!allowed.test(key) || !allowed.test(value))
      refuse(
        key,
        `with value ${JSON.stringify(value)} has characters other than letters, digits, spaces and _.:/=+-@`,
      );
  }
}

function refuse(key: string, what: string): never {
  throw new AcmeError("ACME_BAD_TAG", `Tag ${JSON.stringify(key)} ${what}`, { hint: "Give another tag." });
}
