import { describe, expect, test } from "vitest";
import { createAwsClients } from "./aws-clients.ts";
import { createIdentity, getCallerAccount } from "./identity.ts";
import { awsError, createScriptedClients } from "./testing/scripted-clients.ts";

const caller = { Account: "123456789012", Arn: "arn:aws-cn:iam::123456789012:user/me" };

describe("whose credentials are in use", () => {
  test("is asked once", async () => {
    const { clients, calls } = createScriptedClients({ GetCallerIdentity: () => caller });
    const identity = createIdentity(clients);
    await Promise.all([identity(), identity()]);
    expect(await identity()).toEqual({
      account: "123456789012",
      partition: "aws-cn",
      region: "us-east-1",
      callerArn: caller.Arn,
    });
    expect(calls).toEqual(["GetCallerIdentity"]);
  });

  test.each([
    "CredentialsProviderError",
    "ExpiredToken",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
  ])("%s is told with what to do", async (name) => {
    const { clients } = createScriptedClients(
      {
        GetCallerIdentity: () => {
          throw awsError(name, "Could not load credentials from any providers");
        },
      },
      { isAws: true },
    );
    await expect(getCallerAccount(clients)).rejects.toMatchObject({
      code: "ACME_NO_CREDENTIALS",
      message: "There are no AWS credentials that work: Could not load credentials from any providers.",
      hint: expect.stringContaining("aws sso login"),
    });
  });

  test("is asked again after a failure, for somebody may have signed in", async () => {
    let isSignedIn = false;
    const { clients } = createScriptedClients({
      GetCallerIdentity: () => {
        if (!isSignedIn) throw awsError("ExpiredToken");
        return caller;
      },
    });
    const identity = createIdentity(clients);
    await expect(identity()).rejects.toMatchObject({ code: "ACME_NO_CREDENTIALS" });
    isSignedIn = true;
    expect(await identity()).toMatchObject({ account: "123456789012" });
  });

  test("an endpoint where nobody answers is named", async () => {
    // Port 9 of this machine: nothing listens there.
    const clients = createAwsClients({ endpoint: "http://127.0.0.1:9", retry: { maxAttempts: 1 } });
    await expect(getCallerAccount(clients)).rejects.toMatchObject({
      code: "ACME_UNREACHABLE",
      message: expect.stringContaining("Nothing answers at http://127.0.0.1:9"),
      hint: expect.stringContaining("acme up"),
    });
    clients.close();
  });
});
