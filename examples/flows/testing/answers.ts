import type { Json } from "acme-engine";

import { toSortedText } from "./outcome.ts";

/** What a task gave, or who answered for a token, and after how long. */
export type Answer = { seconds: number } & ({ output: Json } | { error: string; cause: string });

/** What a flow's tasks gave when it was called, to give it again to its state machine: the same answers to the same calls. */
export class Answers {
  readonly #answers = new Map<string, Answer[]>();

  /** For a call that begins now; until it is told, nothing comes. */
  expect(what: string, input: Json): (answer: Answer) => void {
    const key = keyOf(what, input);
    const list = this.#answers.get(key) ?? [];
    this.#answers.set(key, list);
    const index = list.push({ error: "States.Timeout", cause: "", seconds: Infinity }) - 1;
    return (answer) => {
      list[index] = answer;
    };
  }

  /** Gives each answer once. */
  replay(): Replay {
    const left = new Map([...this.#answers].map(([key, list]) => [key, [...list]]));
    return (what, input, timeoutSeconds = Infinity) => {
      const key = keyOf(what, input);
      const answer = left.get(key)?.shift() ?? {
        error: "NotCalled",
        cause: `the flow itself did not call ${key}${left.has(key) ? " so often" : ""}`,
        seconds: 0,
      };
      return answer.seconds >= timeoutSeconds ? undefined : answer;
    };
  }
}

/** Undefined: the answer is too late. */
export type Replay = (what: string, input: Json, timeoutSeconds?: number) => Answer | undefined;

const keyOf = (what: string, input: Json) => `${what} ${toSortedText(input)}`;

/** Tokens are other ones each time. */
export function withoutToken(input: Json, isToken: (text: string) => boolean): Json {
  return JSON.parse(
    JSON.stringify(input, (_key, part: unknown) =>
      typeof part === "string" && isToken(part) ? "the token" : part,
    ),
  ) as Json;
}

/** Who answers for the token that was handed out by that task. */
export const callbackOf = (task: string) => `callback of ${task}`;
