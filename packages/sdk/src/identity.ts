import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { AcmeError, AwsCallError, callAws } from "@acme-engine/cfn";
import type { AwsClients } from "./aws-clients.ts";
import { withSignal } from "./target.ts";

/** Whose account the calls go to. */
export interface Identity {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  /** ARN of the user or role that the credentials are for. */
  readonly callerArn: string;
}

/**
 * Finds out whose credentials are in use, before anything else is called; the answer is kept.
 * Source: GetCallerIdentity needs no permission, so a refusal means the credentials (AWS STS API Reference).
 * @returns a function that rejects with AcmeError ACME_NO_CREDENTIALS, ACME_NO_REGION or ACME_UNREACHABLE.
 */
export function createIdentity(clients: AwsClients): (signal?: AbortSignal) => Promise<Identity> {
  let known: Promise<Identity> | undefined;
  return (signal) => {
    known ??= readIdentity(clients, signal).catch((error: unknown) => {
      // The next call may follow a sign-in.
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function readIdentity(clients: AwsClients, signal: AbortSignal | undefined): Promise<Identity> {
  const region = await readRegion(clients);
  try {
    const { Account = "", Arn = "" } = await callAws("GetCallerIdentity", () =>
      clients.sts.send(new GetCallerIdentityCommand({}), withSignal(signal)),
    );
    return { account: Account, partition: Arn.split(":")[1] ?? "aws", region, callerArn: Arn };
  } catch (error) {
    throw error instanceof AwsCallError ? explain(error, clients) : error;
  }
}

async function readRegion(clients: AwsClients): Promise<string> {
  try {
    return await clients.sts.config.region();
  } catch (cause) {
    throw new AcmeError("ACME_NO_REGION", "It is not known which AWS region to use.", {
      hint: "Set AWS_REGION, pass region, or give the profile a region: aws configure set region eu-central-1.",
      cause,
    });
  }
}

const refusals = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "TokenProviderError",
  "UnrecognizedClientException",
]);

function explain(error: AwsCallError, { target, isAws }: AwsClients): AcmeError {
  if (refusals.has(error.awsCode)) {
    return new AcmeError(
      "ACME_NO_CREDENTIALS",
      `There are no AWS credentials that work: ${error.awsMessage}.`,
      {
        hint: "Sign in with `aws sso login`, or set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        cause: error,
      },
    );
  }
  if (!isAws && error.isTransient) {
    return new AcmeError("ACME_UNREACHABLE", `Nothing answers at ${target}: ${error.awsMessage}.`, {
      hint: "Start the engine with `acme up`, or correct the endpoint.",
      cause: error,
    });
  }
  return error;
}

/** The account that the clients' credentials belong to: 12 digits. Throws as `createIdentity` does. */
export async function getCallerAccount(clients: AwsClients, signal?: AbortSignal): Promise<string> {
  return (await createIdentity(clients)(signal)).account;
}
