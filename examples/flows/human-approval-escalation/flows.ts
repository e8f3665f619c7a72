import { callback, flow, TaskTimedOut, task } from "acme-engine";

interface Change {
  id: string;
  summary: string;
}

interface Decision {
  approved: boolean;
  by: string;
}

const ask = task(
  { name: "askForApproval" },
  async ({ change, role, token }: { change: Change; role: string; token: string }): Promise<void> =>
    console.log(`${role} is asked about ${change.id}: ${token}`),
);

const applyChange = task(
  { name: "applyChange" },
  async ({ id }: { id: string }): Promise<{ version: string }> => ({ version: `v-${id}` }),
);

/** The owner has a day to answer. After that the one on duty is asked, and decides or it is refused. */
export const approveChange = flow({ name: "approve-change" }, async (change: Change) => {
  let decision: Decision;
  let escalated = false;
  try {
    decision = await callback<Decision>((token) => ask({ change, role: "owner", token }), {
      timeoutSeconds: 86_400,
    });
  } catch (error) {
    if (!(error instanceof TaskTimedOut)) throw error;
    escalated = true;
    decision = await callback<Decision>((token) => ask({ change, role: "on-call", token }), {
      timeoutSeconds: 3600,
    });
  }
  if (!decision.approved) return { id: change.id, applied: false, by: decision.by, escalated };
  const { version } = await applyChange({ id: change.id });
  return { id: change.id, applied: true, by: decision.by, escalated, version };
});
