/** Of a task's, state's or execution's input or output, as UTF-8. Source: Step Functions quotas. */
export const maxPayloadBytes = 262_144;

/** Of one variable, and of all that one Assign sets. Source: Step Functions quotas. */
export const maxAssignedBytes = 262_144;

/** Of all variables of an execution. Source: Step Functions quotas. */
export const maxVariablesBytes = 10 * 1024 * 1024;

/** Of a Standard execution's history; the last one says that the quota is reached. */
export const maxHistoryEvents = 25_000;
