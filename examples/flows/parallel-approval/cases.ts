import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { version: "2.0", notes: "faster" };

interface Asked {
  team: string;
}

export const cases: FlowCases<typeof flows> = {
  approveRelease: [
    {
      title: "all agree",
      input,
      callback: [{ approved: true, by: "somebody" }],
      output: { published: true, url: "https://releases.example.com/2.0" },
    },
    {
      title: "one is against it",
      input,
      callback: (asked) => {
        const { team } = asked as Asked;
        return { approved: team !== "legal", by: team };
      },
      output: { published: false, against: ["legal"] },
    },
  ],
};

export const originals: Record<string, Original> = {
  approveRelease: {
    states: 7,
    transitions: 6,
    what: "Parallel, ask x3 with a token, Choice, publish, Succeed",
  },
};
