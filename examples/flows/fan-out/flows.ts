import { flow, map, task } from "acme-engine";

interface Message {
  subject: string;
  body: string;
}

const audience = task(
  { name: "listAudience" },
  async ({ topic }: { topic: string }): Promise<{ mails: string[]; phones: string[] }> => ({
    mails: [`a@${topic}.example.com`, `b@${topic}.example.com`],
    phones: [`+1-${topic.length}`],
  }),
);

const sendMail = task(
  { name: "sendMail", retries: 2, retryDelaySeconds: 1 },
  async ({ to }: { to: string; subject: string; body: string }): Promise<{ id: string }> => ({
    id: `mail ${to}`,
  }),
);

const sendText = task(
  { name: "sendText", retries: 2, retryDelaySeconds: 1 },
  async ({ to }: { to: string; text: string }): Promise<{ id: string }> => ({ id: `text ${to}` }),
);

const archive = task(
  { name: "archiveMessage" },
  async ({ topic, subject }: { topic: string; subject: string }): Promise<{ key: string }> => ({
    key: `${topic}/${subject}`,
  }),
);

/** One message goes by mail, by phone and into the archive, all at once. */
export const announce = flow(
  { name: "announce" },
  async ({ topic, message: { subject, body } }: { topic: string; message: Message }) => {
    const { mails, phones } = await audience({ topic });
    const text = `${subject}: ${body}`.slice(0, 160);
    const [mailed, texted, { key }] = await Promise.all([
      map(mails, (to) => sendMail({ to, subject, body }), { concurrency: 10 }),
      map(phones, (to) => sendText({ to, text })),
      archive({ topic, subject }),
    ]);
    return { ids: [...mailed, ...texted].map(({ id }) => id), key };
  },
);
