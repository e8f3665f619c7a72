import {
  AssumeRole$,
  GetCallerIdentity$,
  GetSessionToken$,
  type AssumeRoleRequest,
  type AssumeRoleResponse,
  type Credentials,
  type GetCallerIdentityResponse,
  type GetSessionTokenRequest,
  type GetSessionTokenResponse,
} from "@aws-sdk/client-sts";
import type { GetRoleRequest, GetRoleResponse } from "@aws-sdk/client-iam";

import type { EngineContext } from "../../engine-context.ts";
import { AwsError } from "../../protocol/aws-error.ts";
import { operation } from "../../protocol/service.ts";

/** STS's operations that the engine answers. It checks no signatures: any credentials are the account's root user. */
export const stsOperations = {
  // Source: STS API Reference, GetCallerIdentity
  GetCallerIdentity: operation(
    GetCallerIdentity$,
    (_input: object, { accountId }: EngineContext): GetCallerIdentityResponse => ({
      UserId: accountId,
      Account: accountId,
      Arn: `arn:aws:iam::${accountId}:root`,
    }),
  ),

  // Source: STS API Reference, AssumeRole. The role must be there; its trust policy is not enforced.
  AssumeRole: operation(
    AssumeRole$,
    async (input: AssumeRoleRequest, context: EngineContext): Promise<AssumeRoleResponse> => {
      const { RoleArn: arn = "", RoleSessionName: session = "", DurationSeconds = 3600 } = input;
      if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
        throw new AwsError(
          "ValidationError",
          `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
        );
      }
      checkDuration(DurationSeconds, 900, 43_200);
      const role = await findRole(context, arn);
      return {
        Credentials: createCredentials(context, DurationSeconds),
        AssumedRoleUser: {
          AssumedRoleId: `${role.roleId}:${session}`,
          Arn: `arn:aws:sts::${context.accountId}:assumed-role/${role.roleName}/${session}`,
        },
        PackedPolicySize: 0,
      };
    },
  ),

  // Source: STS API Reference, GetSessionToken
  GetSessionToken: operation(
    GetSessionToken$,
    (input: GetSessionTokenRequest, context: EngineContext): GetSessionTokenResponse => {
      const { DurationSeconds = 43_200 } = input;
      checkDuration(DurationSeconds, 900, 129_600);
      return { Credentials: createCredentials(context, DurationSeconds) };
    },
  ),
};

async function findRole(context: EngineContext, arn: string): Promise<{ roleName: string; roleId: string }> {
  const roleName = arn.slice(arn.lastIndexOf("/") + 1);
  try {
    const { Role } = await context.call<GetRoleRequest, GetRoleResponse>("iam", "GetRole", {
      RoleName: roleName,
    });
    if (Role?.Arn === arn) return { roleName, roleId: Role.RoleId ?? "" };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "NoSuchEntity") throw error;
  }
  // AWS does not tell whether the role is missing or closed.
  throw new AwsError(
    "AccessDenied",
    `User: arn:aws:iam::${context.accountId}:root is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    { statusCode: 403 },
  );
}

function checkDuration(seconds: number, least: number, most: number): void {
  if (seconds >= least && seconds <= most) return;
  const bound = seconds < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

/** Throw-away credentials: they look like AWS's and open nothing, for the engine asks for none. */
function createCredentials({ clock, createId }: EngineContext, seconds: number): Credentials {
  const random = () => createId().replaceAll("-", "");
  return {
    AccessKeyId: `ASIA${random().slice(0, 16).toUpperCase()}`,
    SecretAccessKey: `${random()}${random().slice(0, 8)}`,
    SessionToken: Buffer.from(`${random()}${random()}`).toString("base64"),
    Expiration: new Date(clock.now() + seconds * 1000),
  };
}
