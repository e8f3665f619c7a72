import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The line of a place such as `flows/nightly.ts:14:7`, marked, where its file is there. */
export function sourceFrame(place: string, cwd: string): string[] {
  const [, path = "", line = "", column = ""] = /^(.+):(\d+):(\d+)$/.exec(place) ?? [];
  const text = path === "" ? undefined : readLine(resolve(cwd, path), Number(line));
  if (text === undefined) return [`--> ${place}`];
  const gutter = " ".repeat(line.length);
  const before = text.slice(0, Number(column) - 1).replaceAll(/[^\t]/g, " ");
  return [`${gutter} --> ${place}`, `${gutter} |`, `${line} | ${text}`, `${gutter} | ${before}^`];
}

function readLine(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, "utf8").split("\n")[line - 1]?.trimEnd();
  } catch {
    // The run may be of another machine's source.
    return undefined;
  }
}
