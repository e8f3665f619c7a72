import { callback, flow, task } from "acme-engine";

interface Answer {
  approved: boolean;
  by: string;
}

const ask = task({ name: "ask" }, async (_question: { text: string; token: string }): Promise<void> => {});

/** Asks, and waits until somebody brings the token back. */
export const waitForTaskToken = flow({ name: "waitForTaskToken" }, async ({ text }: { text: string }) => {
  const answer: Answer = await callback((token) => ask({ text, token }), { timeoutSeconds: 3600 });
  return answer.approved ? `approved by ${answer.by}` : "declined";
});
