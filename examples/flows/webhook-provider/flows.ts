import { aws, flow, FlowError, map, task } from "acme-engine";

export class EndpointDown extends FlowError {}
export class EndpointGone extends FlowError {}

interface Subscriber {
  id: string;
  url: string;
}

const deliver = task(
  {
    name: "deliver",
    timeoutSeconds: 15,
    retry: [{ on: [EndpointDown], retries: 4, delaySeconds: 10, backoffRate: 3, jitter: true }],
  },
  async ({ url, event }: { url: string; event: string }): Promise<{ status: number }> => {
    if (url.includes("down")) throw new EndpointDown(`${url} answers 503`);
    if (url.includes("gone")) throw new EndpointGone(`${url} answers 410`);
    return { status: event === "" ? 204 : 200 };
  },
);

const unsubscribe = task(
  { name: "unsubscribe" },
  async ({ id }: { id: string }): Promise<{ unsubscribed: string }> => ({ unsubscribed: id }),
);

/** Sends an event to all who want it. Whom it does not reach after some time finds it in the dead letter queue; who is gone is taken off. */
export const sendWebhooks = flow(
  { name: "send-webhooks" },
  async ({
    event,
    subscribers,
    deadLetters,
  }: {
    event: string;
    subscribers: Subscriber[];
    deadLetters: string;
  }) => {
    const results = await map(
      subscribers,
      async ({ id, url }) => {
        try {
          const { status } = await deliver({ url, event });
          return { id, status };
        } catch (error) {
          if (error instanceof EndpointGone) {
            await unsubscribe({ id });
            return { id, status: 410 };
          }
          await aws.sqs.sendMessage({
            QueueUrl: deadLetters,
            MessageBody: JSON.stringify({ id, url, event, reason: (error as Error).message }),
          });
          return { id, status: 0 };
        }
      },
      { concurrency: 20 },
    );
    const reached = results.filter((result) => result.status > 0 && result.status < 300).length;
    return { event, reached, results };
  },
);
