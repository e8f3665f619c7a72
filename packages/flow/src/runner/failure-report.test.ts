import { expect, test } from "vitest";

import { toFailureReport } from "./failure-report.ts";

test("a cause is never longer than Step Functions takes, and the message outlives the stack", () => {
  const error = new Error("short");
  error.stack = "\n".repeat(40_000);
  const { cause } = toFailureReport(error);
  expect(JSON.parse(cause)).toMatchObject({ errorMessage: "short", stack: "\n".repeat(4_000) });
  for (const message of ["x".repeat(100_000), "\u0001".repeat(100_000)]) {
    const long = toFailureReport(new Error(message));
    expect(long.cause.length).toBeLessThanOrEqual(32_768);
    expect(message).toContain((JSON.parse(long.cause) as { errorMessage: string }).errorMessage);
  }
});

test("what is no error is told as text", () => {
  expect(toFailureReport("no")).toEqual({
    error: "Error",
    cause: '{"errorType":"Error","errorMessage":"no","stack":""}',
  });
});
