/** What executions carry, as opposed to what happened. Source: Step Functions API Reference, GetExecutionHistory, includeExecutionData. */
const executionData = new Set([
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
  "assignedVariables",
  "assignedVariablesDetails",
]);

/** An event's details for those who may not see data. */
export function withoutExecutionData(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !executionData.has(name)));
}
