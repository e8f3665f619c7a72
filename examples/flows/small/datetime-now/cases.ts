import type { FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const isTime = (text: unknown) => typeof text === "string" && new Date(text).toISOString() === text;

export const cases: FlowCases<typeof flows> = {
  dateTimeNow: [
    {
      output: (output) => {
        const { now, ms, year } = output as { now: string; ms: number; year: string };
        return isTime(now) && Math.abs(new Date(now).getTime() - ms) < 1000 && year === now.slice(0, 4);
      },
    },
  ],
  dateTimeUsingJsonPath: [
    {
      output: (output) => {
        const { startedAt, day, id } = output as { startedAt: string; day: string; id: boolean };
        return isTime(startedAt) && day === startedAt.slice(0, 10) && id;
      },
    },
  ],
};
