import { describe, expect, test } from "vitest";
import { checkImageReference } from "./image-reference.ts";

describe("checkImageReference", () => {
  test.each([
    "busybox",
    "python:3.13-slim",
    "prefecthq/prefect:3-latest",
    "localhost:5000/etl",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/etl:v7",
    `etl@sha256:${"0a".repeat(32)}`,
    `public.ecr.aws/docker/library/python:3.13@sha256:${"0a".repeat(32)}`,
    "a__b/c--d.e_f:T_1.2-3",
  ])("takes %s", (image) => {
    expect(() => checkImageReference(image)).not.toThrow();
  });

  test.each([
    ["", "it is empty"],
    ["my image", "it has spaces"],
    ["https://example.com/etl", "it starts like a web address"],
    ["Etl:1", '"Etl" has capital letters'],
    ["example.com/Team/etl:1", '"Team/etl" has capital letters'],
    ["etl@sha256:abc", "what follows @ is no digest"],
    ["etl:", "the tag is empty"],
    ["etl::1", "it has characters in places where they cannot be"],
    ["-etl", "it has characters in places where they cannot be"],
    ["x".repeat(513), "it has 513 characters, 512 are the most"],
  ])("refuses %j", (image, fault) => {
    expect(() => checkImageReference(image)).toThrow(
      expect.objectContaining({
        code: "ACME_BAD_IMAGE",
        message: `${JSON.stringify(image)} is no image reference: ${fault}`,
      }),
    );
  });
});
