import { flow, map, task } from "acme-engine";

const measure = task({ name: "measure" }, async ({ word }: { word: string }): Promise<number> => word.length);

export const main = flow({ name: "map" }, async ({ words }: { words: string[] }) =>
  map(words, (word) => measure({ word })),
);
