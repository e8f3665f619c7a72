import { sleep } from "acme-engine";

import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  render: [
    {
      input: { scene: "s1" },
      callback: [{ status: "ok", url: "https://render.example.com/s1.png" }],
      output: { stored: "s1 <- https://render.example.com/s1.png" },
    },
    {
      title: "it cannot be rendered",
      input: { scene: "s1" },
      callback: [{ status: "failed", message: "texture missing" }],
      error: { name: "RenderFailed", message: "texture missing" },
    },
    {
      title: "it cannot be rendered, nobody knows why",
      input: { scene: "s1" },
      callback: [{ status: "failed" }],
      error: { name: "RenderFailed", message: "scene s1" },
    },
    {
      title: "the answer never comes",
      input: { scene: "s1" },
      callback: async () => {
        await sleep({ hours: 1 });
      },
      error: "States.Timeout",
    },
  ],
};

export const originals: Record<string, Original> = {
  render: { states: 4, transitions: 3, what: "request with a token, Choice, Fail, store" },
};
