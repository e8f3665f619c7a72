import { flow } from "acme-engine";

const count = (text: string) => ({ letters: text.length, words: text.split(" ").length });

const separator = ", ";

/** Results, parts of results, constants of the module, names that are hidden and given anew. */
export const main = flow({ name: "variables" }, async ({ text, more }: { text: string; more?: string }) => {
  const first = count(text);
  const { letters, words: many } = first;
  let total = letters;
  const average = letters / many;
  if (more) {
    const text = `${more}${separator}${more}`;
    const second = count(text);
    total = total + second.letters;
  }
  const summary = { text, total, average };
  return { ...summary, first, same: summary.total === letters };
});
