import { createContext } from "./command-context.ts";
import { isSource, parseFlowArgument } from "./flows/flow-argument.ts";
import type { Io } from "./output/io.ts";

/** Flags of `acme compile FILE` and `acme check FILE…` that take no value. */
const flags = new Map([
  ["--explain", { explain: true }],
  ["--json", { json: true }],
  ["--no-types", { types: false }],
]);

/**
 * Editors and build scripts call `acme check` and `acme compile FILE` all the time: lines of them that are understood at once are run
 * without loading what describes all commands, which takes longer than to compile. Anything else is `undefined`, and not judged here.
 */
export function findQuickCommand(
  [name, ...words]: readonly string[],
  io: Io,
): ((signal: AbortSignal) => Promise<number>) | undefined {
  const line = readWords(words);
  if (line === undefined || line.files.length === 0) return undefined;
  const { files, options } = line;
  const [file = ""] = files;
  if (name === "check" && options.explain === undefined && options.out === undefined) {
    return async (signal) =>
      (await import("./commands/check.ts")).check(createContext(io, options, signal), files, options);
  }
  if (name === "compile" && files.length === 1) {
    return async (signal) =>
      (await import("./commands/compile-flow.ts")).compileFlowCommand(
        createContext(io, options, signal),
        file,
        options,
      );
  }
  return undefined;
}

interface QuickOptions {
  explain?: boolean;
  json?: boolean;
  types?: boolean;
  out?: string;
}

function readWords(words: readonly string[]): { files: string[]; options: QuickOptions } | undefined {
  const files: string[] = [];
  let options: QuickOptions = {};
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const flag = flags.get(word);
    if (flag !== undefined) options = { ...options, ...flag };
    else if (word === "--out" || word === "-o") {
      const out = words[++index];
      if (out === undefined || out.startsWith("-")) return undefined;
      options = { ...options, out };
    } else if (!word.startsWith("-") && isSource(parseFlowArgument(word).path)) files.push(word);
    else return undefined;
  }
  return { files, options };
}
