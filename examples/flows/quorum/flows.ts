import { flow, FlowError, task } from "acme-engine";

/** Not a failure: it ends the branches that are still asking. */
export class QuorumReached extends FlowError {}

/** Adds a vote to the motion's count, which is kept in one place; gives how many there are now. */
const askForVote = task(
  { name: "askForVote" },
  async ({ motion, member }: { motion: string; member: string }): Promise<{ votes: number }> => ({
    votes: motion === "" ? 0 : member.length,
  }),
);

const closeBallot = task(
  { name: "closeBallot" },
  async ({ motion, carried }: { motion: string; carried: boolean }): Promise<{ minutes: string }> => ({
    minutes: `${motion}: ${carried ? "carried" : "lost"}`,
  }),
);

/** Asks three members at once; two votes are enough, and then the third is not waited for. */
export const vote = flow(
  { name: "vote" },
  async ({
    motion,
    members,
    quorum,
  }: {
    motion: string;
    members: [string, string, string];
    quorum: number;
  }) => {
    let carried = false;
    try {
      await Promise.all([
        (async () => {
          const { votes } = await askForVote({ motion, member: members[0] });
          if (votes >= quorum) throw new QuorumReached(motion);
        })(),
        (async () => {
          const { votes } = await askForVote({ motion, member: members[1] });
          if (votes >= quorum) throw new QuorumReached(motion);
        })(),
        (async () => {
          const { votes } = await askForVote({ motion, member: members[2] });
          if (votes >= quorum) throw new QuorumReached(motion);
        })(),
      ]);
    } catch (error) {
      if (!(error instanceof QuorumReached)) throw error;
      carried = true;
    }
    const { minutes } = await closeBallot({ motion, carried });
    return { minutes };
  },
);
