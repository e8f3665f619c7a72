import { AcmeError } from "../acme-error.ts";

/** What to do about the errors that a deployment meets most. Others keep AWS's words. */
const hints: Readonly<Record<string, string>> = {
  AccessDeniedException:
    "The caller needs states:* on this state machine and iam:PassRole for its role; the role must trust states.amazonaws.com.",
  ExpiredTokenException: "Renew the credentials, for instance with `aws sso login`.",
  UnrecognizedClientException: "The credentials are not valid in this account or region.",
  CredentialsProviderError:
    "Set a profile, log in with `aws sso login`, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  InvalidDefinition: "AWS refused the definition. Its message names the state.",
  InvalidArn: "Is the role in this account?",
  ServiceQuotaExceededException:
    "A state machine has at most 1000 versions: delete old ones (aws stepfunctions delete-state-machine-version).",
  StateMachineDeleting: "A state machine of this name is being deleted. Try again in a few minutes.",
  StateMachineLimitExceeded: "Delete state machines that are not used, or ask AWS for a higher quota.",
};

/** An error of AWS as one the user can act on; anything else, and what was aborted, as it is. */
export function explainDeployError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof AcmeError || error.name === "AbortError") return error;
  const hint = hints[error.name];
  const fromAws = "$metadata" in error || hint !== undefined;
  if (!fromAws) return error;
  return new AcmeError("ACME_DEPLOY_FAILED", `Deploying "${name}" failed. ${error.name}: ${error.message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}
