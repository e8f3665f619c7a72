import type { FlowCases, Original } from "../testing/flow-case.ts";
import { EndpointDown } from "./flows.ts";
import type * as flows from "./flows.ts";

const up = { id: "a", url: "https://up.example.com" };
const down = { id: "b", url: "https://down.example.com" };
const gone = { id: "c", url: "https://gone.example.com" };

export const cases: FlowCases<typeof flows> = {
  sendWebhooks: [
    {
      title: "one is reached, one is down, one is gone",
      input: { event: "paid", subscribers: [up, down, gone], deadLetters: "https://sqs/dead" },
      output: {
        event: "paid",
        reached: 1,
        results: [
          { id: "a", status: 200 },
          { id: "b", status: 0 },
          { id: "c", status: 410 },
        ],
      },
    },
    {
      title: "it is up again in time",
      input: { event: "paid", subscribers: [down], deadLetters: "https://sqs/dead" },
      tasks: { deliver: [new EndpointDown("503"), new EndpointDown("503"), { status: 200 }] },
      output: { event: "paid", reached: 1, results: [{ id: "b", status: 200 }] },
    },
    {
      title: "there is no dead letter queue",
      input: { event: "paid", subscribers: [down], deadLetters: "" },
      tasks: { "aws.sqs.sendMessage": [new Error("no such queue")] },
      error: { name: "Error", message: "no such queue" },
    },
    {
      title: "nobody wants it",
      input: { event: "paid", subscribers: [], deadLetters: "" },
      output: { event: "paid", reached: 0, results: [] },
    },
  ],
};

export const originals: Record<string, Original> = {
  sendWebhooks: { states: 4, transitions: 2, what: "Map, deliver, unsubscribe, sendMessage" },
};
