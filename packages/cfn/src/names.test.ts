import { describe, expect, test } from "vitest";
import { checkClusterName, checkResourceName, toClusterStackName, toTaskStackName } from "./names.ts";

describe("checkClusterName", () => {
  test.each(["batch", "B", "a1-b2", "x".repeat(40)])("takes %s", (name) => {
    expect(() => checkClusterName(name)).not.toThrow();
  });

  test.each([
    ["", 'The cluster name "" is empty'],
    ["1batch", 'The cluster name "1batch" has characters that AWS names cannot have'],
    ["my_batch", 'The cluster name "my_batch" has characters that AWS names cannot have'],
    ["batch\n", 'The cluster name "batch\\n" has characters that AWS names cannot have'],
    ["x".repeat(41), `The cluster name "${"x".repeat(41)}" has 41 characters`],
  ])("refuses %j", (name, message) => {
    expect(() => checkClusterName(name)).toThrow(
      expect.objectContaining({
        code: "ACME_BAD_NAME",
        message,
        hint: 'Expected a letter, then letters, digits and hyphens, 40 characters at most, such as "batch".',
      }),
    );
  });
});

describe("checkResourceName", () => {
  test("takes a name of 80 characters, which is what a state machine may have", () => {
    expect(() => checkResourceName(`batch-${"x".repeat(74)}`, "batch")).not.toThrow();
    expect(() => checkResourceName(`batch-${"x".repeat(75)}`, "batch")).toThrow("has 81 characters");
  });

  test.each(["etl", "batch", "batch-", "batchetl"])(
    "refuses %s, which the cluster's roles could not run",
    (name) => {
      expect(() => checkResourceName(name, "batch")).toThrow(
        'does not start with the name of its cluster, "batch-"',
      );
    },
  );
});

test("stacks are named after what they hold, within CloudFormation's 128 characters", () => {
  expect(toClusterStackName("batch")).toBe("acme-batch");
  expect(toTaskStackName("batch-etl")).toBe("acme-batch-etl");
  expect(toTaskStackName("x".repeat(80)).length).toBeLessThanOrEqual(128);
});
