import { changeSetOperations } from "./api/change-set-operations.ts";
import { describeOperations } from "./api/describe-operations.ts";
import { exportOperations } from "./api/export-operations.ts";
import { stackOperations } from "./api/stack-operations.ts";
import { templateOperations } from "./api/template-operations.ts";

/** CloudFormation's operations that the engine answers. */
export const cloudFormationOperations = {
  ...changeSetOperations,
  ...stackOperations,
  ...describeOperations,
  ...templateOperations,
  ...exportOperations,
};
