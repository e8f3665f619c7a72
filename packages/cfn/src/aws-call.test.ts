import { describe, expect, test } from "vitest";
import { callAws } from "./aws-call.ts";
import { awsError } from "./testing/scripted-client.ts";

const failing = (error: unknown) => callAws("DescribeStacks", () => Promise.reject(error));

describe("callAws", () => {
  test.each([
    ["CredentialsProviderError", "Give AWS credentials"],
    ["ExpiredToken", "The AWS credentials have expired"],
    ["AccessDenied", "do not allow DescribeStacks"],
    ["Throttling", "AWS asks for fewer calls"],
  ])("says what to do about %s", async (name, hint) => {
    await expect(failing(awsError(name, "No."))).rejects.toMatchObject({
      code: "ACME_AWS_CALL_FAILED",
      message: `DescribeStacks failed: No (${name})`,
      hint: expect.stringContaining(hint),
    });
  });

  test("tells a server that is not there from one that refuses", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:4566"), { code: "ECONNREFUSED" });
    await expect(failing(refused)).rejects.toMatchObject({
      awsCode: "ECONNREFUSED",
      isTransient: true,
      hint: "Nothing listens at that address: start the local engine with `acme up`, or check the endpoint.",
    });
  });

  test("keeps AWS's error as the cause", async () => {
    const error = awsError("ValidationError", "Template error.");
    await expect(failing(error)).rejects.toMatchObject({ cause: error, isTransient: false, hint: undefined });
  });

  test("lets an abort through as it is", async () => {
    const abort = Object.assign(new Error("Request aborted"), { name: "AbortError" });
    await expect(failing(abort)).rejects.toBe(abort);
  });
});
