import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  join: [
    { input: { email: "a@b.c", age: 20 }, output: { member: "m-a@b.c", letter: null } },
    { input: { email: "nobody", age: 20 }, output: { member: null, letter: "to nobody" } },
    { input: { email: "a@b.c", age: 12 }, output: { member: null, letter: "to a@b.c" } },
    {
      title: "what the task throws goes to the same place",
      input: { email: "twice@b.c", age: 40 },
      output: { member: null, letter: "to twice@b.c" },
    },
    {
      title: "but not everything",
      input: { email: "a@b.c", age: 40 },
      tasks: { register: [errorNamed("Throttled", "later")] },
      error: { name: "Throttled", message: "later" },
    },
    {
      title: "an error in the handler is no more caught",
      input: { email: "a@b.c", age: 1 },
      tasks: { rejectRegistration: [errorNamed("Invalid", "no paper")] },
      error: { name: "Invalid", message: "no paper" },
    },
  ],
};

export const originals: Record<string, Original> = {
  join: { states: 3, transitions: 2, what: "Choice, register, reject" },
};
