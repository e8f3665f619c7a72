import { describe, expect, test } from "vitest";
import { checkTags, stackTags } from "./stack-tags.ts";

describe("checkTags", () => {
  test("takes what AWS takes", () => {
    expect(() => checkTags({ team: "Größe 1 +-=._:/@", [`k${"x".repeat(127)}`]: "", "": "" })).toThrow(
      'Tag ""',
    );
    expect(() =>
      checkTags({ team: "Größe 1 +-=._:/@", [`k${"x".repeat(127)}`]: "v".repeat(256) }),
    ).not.toThrow();
  });

  test.each([
    [{ [stackTags.kind]: "cluster" }, 'Tag "acme:kind" is a tag that the deployment sets itself'],
    [{ "AWS:x": "1" }, 'Tag "AWS:x" starts with aws:, which AWS keeps for itself'],
    [{ ["k".repeat(129)]: "1" }, "must have 1 to 128 characters"],
    [{ team: "v".repeat(257) }, 'Tag "team" has a value of 257 characters; 256 are the most'],
    [{ team: "a,b" }, 'Tag "team" with value "a,b" has characters other than'],
    [
      Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`k${index}`, ""])),
      "There are 48 tags; 47 are the most",
    ],
  ])("refuses %#", (tags, message) => {
    expect(() => checkTags(tags)).toThrow(
      expect.objectContaining({ code: "ACME_BAD_TAG", message: expect.stringContaining(message) }),
    );
  });
});
