import { flow, FlowError, task } from "acme-engine";

/** Ends the other branch; its message says what was found. */
export class Found extends FlowError {}
export class NotFound extends FlowError {}

interface Search {
  document: string;
}

const searchArchive = task(
  { name: "searchArchive", timeoutSeconds: 600 },
  async ({ document }: Search): Promise<{ shelf: string | null }> => ({
    shelf: document.startsWith("old") ? `archive/${document}` : null,
  }),
);

const searchOffice = task(
  { name: "searchOffice", timeoutSeconds: 600 },
  async ({ document }: Search): Promise<{ shelf: string | null }> => ({
    shelf: document.startsWith("new") ? `office/${document}` : null,
  }),
);

/** Looks in two places at once; the first that has it ends the search. */
export const findDocument = flow({ name: "find-document" }, async ({ document }: Search) => {
  try {
    await Promise.all([
      (async () => {
        const { shelf } = await searchArchive({ document });
        if (shelf !== null) throw new Found(shelf);
      })(),
      (async () => {
        const { shelf } = await searchOffice({ document });
        if (shelf !== null) throw new Found(shelf);
      })(),
    ]);
  } catch (error) {
    if (error instanceof Found) return { document, shelf: error.message };
    throw error;
  }
  throw new NotFound(document);
});
