import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { flowFile, measuredFlow } from "./flow-file.ts";
import { compare, median, timeProcess } from "./measure.ts";
import type { Row } from "./row.ts";

const runs = 10;
/** Of eight flows each. */
const files = 13;

/** The command compiling flows, as whole processes, against a Node that does nothing. TypeScript's share is what `--no-types` saves. */
export async function measureCompileFlow(acme: string, folder: string): Promise<Row[]> {
  // Native parts are not in the bundle: they are found as npm would have put them.
  symlinkSync(
    fileURLToPath(new URL("../../node_modules", import.meta.url)),
    join(folder, "cli", "node_modules"),
  );
  const names = Array.from({ length: files }, (_, index) => `flows-${index}.ts`);
  for (const name of names) writeFileSync(join(folder, name), flowFile());
  writeFileSync(join(folder, "annotated.ts"), annotated(flowFile()));
  writeFileSync(join(folder, "empty.mjs"), "");
  const node = (...args: string[]) => timeProcess(process.execPath, args, { cwd: folder });
  const bare = () => node("empty.mjs");
  const lines = flowFile().split("\n").length;

  const typed = await compare(runs, () => node(acme, "compile", `flows-0.ts#${measuredFlow}`), bare);
  const plain = await compare(
    runs,
    () => node(acme, "compile", `annotated.ts#${measuredFlow}`, "--no-types"),
    bare,
  );
  const many = median(Array.from({ length: 3 }, () => node(acme, "check", ...names)));
  const row = (what: string, { a, b, ratio }: typeof typed, aim: string): Row => ({
    what,
    value: `${a.toFixed(0)} ms`,
    peer: `bare node ${b.toFixed(0)} ms`,
    ratio,
    aim,
  });
  return [
    row(`acme compile, ${lines} lines, with types`, typed, "≤ 250 ms where bare node takes 30"),
    row(`acme compile, ${lines} lines, without types`, plain, "≤ 120 ms where bare node takes 30"),
    {
      what: `acme check, ${files * 8} flows in ${files} files, with types`,
      value: `${many.toFixed(0)} ms`,
      aim: "≤ 2000 ms",
    },
  ];
}

/** Without TypeScript, what the tasks return has to be said, and tests do not narrow. */
function annotated(source: string): string {
  return source
    .replaceAll("note.toUpperCase()", "note")
    .replaceAll(/async \((\{ id.*?\})\) =>/g, (all: string, parameter: string) => {
      const returned = parameter.includes("amount")
        ? '{ status: "refused" | "charged"; reason: string; receipt: { number: string; amount: number } }'
        : "{ order: Order; found: boolean; fees: Record<string, number> }";
      return all.replace(" =>", `: Promise<${returned}> =>`);
    });
}
