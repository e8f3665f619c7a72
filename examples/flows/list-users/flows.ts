import { flow, task } from "acme-engine";

interface User {
  name: string;
  email: string;
  lastSeenDays: number;
}

interface UserPage {
  users: User[];
  marker?: string;
}

const listUsers = task(
  { name: "listUsers" },
  async ({ marker }: { marker: string | undefined }): Promise<UserPage> =>
    marker === undefined
      ? { users: [{ name: "ada", email: "ada@example.com", lastSeenDays: 2 }], marker: "ada" }
      : { users: [{ name: "bob", email: "bob@example.com", lastSeenDays: 120 }] },
);

const remind = task(
  { name: "remindUser", retries: 1 },
  async ({ email, days }: { email: string; days: number }): Promise<{ sent: boolean }> => ({
    sent: email !== "" && days > 0,
  }),
);

/** Goes through all users, page by page and one by one, and reminds those who have been away for long. */
export const remindUsers = flow({ name: "remind-users" }, async ({ awayDays }: { awayDays: number }) => {
  let marker: string | undefined;
  let seen = 0;
  const reminded: string[] = [];
  do {
    const page: UserPage = await listUsers({ marker });
    for (const user of page.users) {
      seen++;
      if (user.lastSeenDays < awayDays) continue;
      const { sent } = await remind({ email: user.email, days: user.lastSeenDays });
      if (sent) reminded.push(user.name);
    }
    marker = page.marker;
  } while (marker !== undefined);
  return { seen, reminded };
});
