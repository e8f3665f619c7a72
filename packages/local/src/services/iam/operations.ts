import { GetUser$, type GetUserRequest, type GetUserResponse } from "@aws-sdk/client-iam";

import { operation } from "../../protocol/service.ts";
import { noSuchEntity } from "./errors.ts";
import type { Iam } from "./iam.ts";
import { policyOperations } from "./policy-operations.ts";
import { rolePolicyOperations } from "./role-policy-operations.ts";
import { roleOperations } from "./role-operations.ts";

/** IAM's operations that the engine answers. */
export const iamOperations = {
  ...roleOperations,
  ...rolePolicyOperations,
  ...policyOperations,

  // The engine checks no signatures: whoever calls is the account's root user, the only user that there is.
  // Source: IAM API Reference, GetUser
  GetUser: operation(GetUser$, (input: GetUserRequest, { context }: Iam): GetUserResponse => {
    if (input.UserName !== undefined) {
      throw noSuchEntity(`The user with name ${input.UserName} cannot be found.`);
    }
    return {
      User: {
        Path: "/",
        UserName: "root",
        UserId: context.accountId,
        Arn: `arn:aws:iam::${context.accountId}:root`,
        CreateDate: new Date(0),
      },
    };
  }),
};
