import { flow, task } from "acme-engine";

const greet = task(
  { name: "greet" },
  async ({ name }: { name: string }): Promise<string> => `Hello, ${name}!`,
);

export const main = flow({ name: "hello-world" }, async ({ name = "world" }: { name?: string }) =>
  greet({ name }),
);
