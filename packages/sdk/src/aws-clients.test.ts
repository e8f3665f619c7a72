import { GetObjectCommand } from "@aws-sdk/client-s3";
import { StartSyncExecutionCommand } from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { createAwsClients } from "./aws-clients.ts";

/** Answers nothing but notes the requests, as an engine in this process would see them. */
function createRecordingHandler() {
  const requests: { hostname: string; path: string; headers: Record<string, string> }[] = [];
  return {
    requests,
    handle: async (request: (typeof requests)[number]) => {
      requests.push(request);
      throw Object.assign(new Error("recorded"), { name: "Recorded" });
    },
  };
}

describe("AWS clients of an endpoint or a handler", () => {
  test("have throw-away credentials and a region, whatever the environment says", async () => {
    const { stepFunctions, target, isAws, logDelayMs } = createAwsClients({
      endpoint: "http://127.0.0.1:4566",
      env: {},
    });
    expect(await stepFunctions.config.region()).toBe("us-east-1");
    expect(await stepFunctions.config.credentials()).toMatchObject({ accessKeyId: "acme" });
    expect({ target, isAws, logDelayMs }).toEqual({
      target: "http://127.0.0.1:4566",
      isAws: false,
      logDelayMs: 0,
    });
  });

  test("call S3 by path, and hosts without prefixes", async () => {
    const handler = createRecordingHandler();
    const { s3, stepFunctions } = createAwsClients({ requestHandler: handler, env: {} });
    const arn = "arn:aws:states:us-east-1:123456789012:express:a:b";
    await expect(s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "key" }))).rejects.toThrow("recorded");
    await expect(stepFunctions.send(new StartSyncExecutionCommand({ stateMachineArn: arn }))).rejects.toThrow(
      "recorded",
    );
    expect(handler.requests.map(({ hostname, path }) => [hostname, path])).toEqual([
      ["127.0.0.1", "/bucket/key"],
      ["127.0.0.1", "/"],
    ]);
  });

  test("say who calls", async () => {
    const handler = createRecordingHandler();
    const { s3 } = createAwsClients({ requestHandler: handler, env: {} });
    await expect(s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "key" }))).rejects.toThrow("recorded");
    expect(handler.requests[0]?.headers["user-agent"]).toContain("acme-engine");
  });
});

describe("AWS clients of AWS", () => {
  test.each([
    [{ region: "eu-west-1" }, { AWS_REGION: "us-west-2" }, "eu-west-1"],
    [{}, { AWS_REGION: "us-west-2", AWS_DEFAULT_REGION: "eu-north-1" }, "us-west-2"],
    [{}, { AWS_DEFAULT_REGION: "eu-north-1" }, "eu-north-1"],
  ])("%j in %j use the region %s", async (options, env, region) => {
    const { stepFunctions, isAws, target } = createAwsClients({ ...options, env });
    expect(await stepFunctions.config.region()).toBe(region);
    expect({ isAws, target }).toEqual({ isAws: true, target: "AWS" });
  });

  test("slow down when AWS throttles, and give up some time", async () => {
    const { cloudFormation } = createAwsClients({ region: "eu-west-1" });
    expect(await cloudFormation.config.maxAttempts()).toBe(8);
    expect(await cloudFormation.config.retryMode).toBe("adaptive");
  });
});

test("each client is made once, when it is first read", () => {
  const clients = createAwsClients({ endpoint: "http://127.0.0.1:4566" });
  expect(clients.ecs).toBe(clients.ecs);
});
