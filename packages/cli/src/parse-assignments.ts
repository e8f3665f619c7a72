import { usageError } from "./cli-error.ts";

/** `key=value` words as an object; later ones win. Throws a usage error that quotes a word without `=`. */
export function parseAssignments(words: readonly string[], option: string): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at < 1) throw usageError(`${option} ${JSON.stringify(word)} is not of the form key=value.`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

/** As Prefect's `--param`: a value that is JSON is taken as JSON, any other as text. `-p limit=3 -p day=today -p tags='["a"]'` */
export function parseParameters(words: readonly string[]): Record<string, unknown> {
  const texts = Object.entries(parseAssignments(words, "--param"));
  return Object.fromEntries(texts.map(([key, text]) => [key, jsonOrText(text)]));
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
