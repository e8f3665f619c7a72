import {
  RedriveExecution$,
  type RedriveExecutionInput,
  type RedriveExecutionOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { checkLength } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { executionLimitExceeded, executionNotRedrivable, invalidArn } from "../errors.ts";
import { getExecution } from "./execution-operations.ts";
import { reasonAgainstRedrive } from "./redrive-status.ts";
import { maxOpenExecutions } from "./start-operations.ts";

/** Source: API reference, RedriveExecution, clientToken: the last ten tokens are known for 15 minutes. */
const tokenLifeMs = 15 * 60 * 1000;
const knownTokens = 10;

export const redriveOperations: OperationTable<StepFunctionsDeps> = {
  RedriveExecution: operation(
    RedriveExecution$,
    async (input: RedriveExecutionInput, deps: StepFunctionsDeps): Promise<RedriveExecutionOutput> => {
      checkLength(input.clientToken, "clientToken", { min: 1, max: 64 });
      const execution = getExecution(input.executionArn, deps);
      if (execution.arn.includes(":express:")) throw invalidArn(execution.arn);
      const now = deps.context.clock.now();
      const tokens = (execution.redriveTokens ?? []).filter(({ at }) => now - at < tokenLifeMs);
      const known = tokens.find(({ token }) => token === input.clientToken);
      if (known) return { redriveDate: new Date(known.at) };

      const reason = reasonAgainstRedrive(execution, deps);
      if (reason !== undefined) throw executionNotRedrivable(reason);
      if (execution.mapRun) throw executionNotRedrivable("Execution can only be redriven by its Map Run");
      if (deps.runner.runs >= maxOpenExecutions) throw executionLimitExceeded(execution.arn);
      const added = input.clientToken === undefined ? [] : [{ token: input.clientToken, at: now }];
      await deps.runner.redrive({ ...execution, redriveTokens: [...tokens, ...added].slice(-knownTokens) });
      return { redriveDate: new Date(now) };
    },
  ),
};
