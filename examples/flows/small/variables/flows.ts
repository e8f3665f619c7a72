import { flow, task } from "acme-engine";

const count = task(
  { name: "count" },
  async ({ text }: { text: string }): Promise<{ letters: number; words: number }> => ({
    letters: text.length,
    words: text.split(" ").length,
  }),
);

const separator = ", ";

/** Results, parts of results, constants of the module, names that are hidden and given anew. */
export const main = flow({ name: "variables" }, async ({ text, more }: { text: string; more?: string }) => {
  const first = await count({ text });
  const { letters, words: many } = first;
  let total = letters;
  const average = letters / many;
  if (more) {
    const text = `${more}${separator}${more}`;
    const second = await count({ text });
    total = total + second.letters;
  }
  const summary = { text, total, average };
  return { ...summary, first, same: summary.total === letters };
});
