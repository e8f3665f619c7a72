import { flow, task } from "acme-engine";

interface Page {
  users: { id: string; active: boolean }[];
  nextToken?: string;
}

const list = task({ name: "list" }, async ({ token }: { token: string | undefined }): Promise<Page> =>
  token === undefined
    ? {
        users: [
          { id: "a", active: true },
          { id: "b", active: false },
        ],
        nextToken: "2",
      }
    : { users: [{ id: "c", active: true }] },
);
/** Page after page, user after user. */
export const listUsers = flow({ name: "listUsers" }, async () => {
  let token: string | undefined;
  const active: string[] = [];
  do {
    const page: Page = await list({ token });
    for (const user of page.users) {
      if (user.active) active.push(user.id);
    }
    token = page.nextToken;
  } while (token);
  return active;
});

/** What is done for a user. */
export const doSomething = flow({ name: "doSomething" }, async ({ id }: { id: string }) => {
  const text = `invited ${id}`;
  return { id, text };
});
