import { flow, FlowError, map, task } from "acme-engine";

export class TooManyTurns extends FlowError {}

interface ToolCall {
  id: string;
  tool: string;
  path: string;
}

interface Message {
  role: string;
  text: string;
}

interface Reply {
  text: string;
  calls: ToolCall[];
}

const askModel = task(
  { name: "askModel", retries: 3, retryDelaySeconds: 5, timeoutSeconds: 300 },
  async ({ messages }: { messages: Message[] }): Promise<Reply> => ({
    text: `done after ${messages.length}`,
    calls: [],
  }),
);

const runTool = task(
  { name: "runTool", timeoutSeconds: 120 },
  async ({ tool, path }: { tool: string; path: string }): Promise<{ result: string }> => ({
    result: `${tool} ${path}: ok`,
  }),
);

const openPullRequest = task(
  { name: "openPullRequest" },
  async ({ title }: { title: string; body: string }): Promise<{ url: string }> => ({
    url: `https://git.example.com/${title}`,
  }),
);

/** Asks a model what to do, does it, tells it what came of it, until it has nothing more to do. */
export const codingAgent = flow(
  { name: "coding-agent" },
  async ({ issue, maxTurns = 8 }: { issue: string; maxTurns?: number }) => {
    let messages: Message[] = [{ role: "user", text: issue }];
    let turns = 0;
    while (true) {
      turns++;
      const reply = await askModel({ messages });
      if (reply.calls.length === 0) {
        const { url } = await openPullRequest({ title: issue, body: reply.text });
        return { url, turns };
      }
      if (turns >= maxTurns) throw new TooManyTurns(`${issue}: ${turns}`);
      const results = await map(reply.calls, async ({ id, tool, path }): Promise<Message> => {
        try {
          const { result } = await runTool({ tool, path });
          return { role: "tool", text: `${id}: ${result}` };
        } catch (error) {
          return { role: "tool", text: `${id} failed: ${(error as Error).message}` };
        }
      });
      messages = [...messages, { role: "assistant", text: reply.text }, ...results];
    }
  },
);
