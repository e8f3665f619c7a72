import { flow, FlowError, map, task } from "acme-engine";

export class UnknownCommand extends FlowError {}

const create = task(
  { name: "createAccount" },
  async ({ id, name }: { id: string; name: string }): Promise<{ event: string }> => ({
    event: `created ${id} as ${name}`,
  }),
);

const rename = task(
  { name: "renameAccount" },
  async ({ id, name }: { id: string; name: string }): Promise<{ event: string }> => ({
    event: `renamed ${id} to ${name}`,
  }),
);

const remove = task(
  { name: "deleteAccount" },
  async ({ id }: { id: string }): Promise<{ event: string }> => ({
    event: `deleted ${id}`,
  }),
);

const updateView = task(
  { name: "updateView" },
  async ({ view, event }: { view: string; event: string }): Promise<{ view: string; events: number }> => ({
    view,
    events: event.length,
  }),
);

/** One command changes the account; the event that comes of it goes to every view. */
export const handleCommand = flow(
  { name: "handle-command" },
  async ({ type, id, name = "", views }: { type: string; id: string; name?: string; views: string[] }) => {
    let event = "";
    switch (type) {
      case "create":
        ({ event } = await create({ id, name }));
        break;
      case "rename":
        ({ event } = await rename({ id, name }));
        break;
      case "delete":
        ({ event } = await remove({ id }));
        break;
      default:
        throw new UnknownCommand(`${type} of ${id}`);
    }
    const updated = await map(views, (view) => updateView({ view, event }));
    return { event, updated };
  },
);
