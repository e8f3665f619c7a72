import { flow } from "acme-engine";

/** The time now, as text and as milliseconds; both are of one instant when they stand in one expression. */
export const dateTimeNow = flow({ name: "dateTimeNow" }, async () => {
  const now = new Date().toISOString();
  return { now, ms: Date.now(), year: now.slice(0, 4) };
});

/** When the execution began, which stays the same in all of its states. */
export const dateTimeUsingJsonPath = flow(
  { name: "dateTimeUsingJsonPath" },
  async (_parameters: object, { execution }) => ({
    startedAt: execution.startTime,
    day: execution.startTime.slice(0, 10),
    id: execution.id !== "",
  }),
);
