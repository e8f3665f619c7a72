import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { runAcme } from "../run-acme.ts";
import { createRecordingIo } from "./recording-io.ts";

/** A folder with modules of flows, and the command in it. */
export interface FlowFolder {
  readonly folder: string;
  write(path: string, text: string): void;
  acme(...argv: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  remove(): void;
}

export function createFlowFolder(): FlowFolder {
  const folder = mkdtempSync(join(tmpdir(), "acme-flows-"));
  return {
    folder,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    async acme(...argv) {
      const io = createRecordingIo({ cwd: folder });
      const exitCode = await runAcme(argv, io, new AbortController().signal);
      return { exitCode, ...io.printed };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A module with two tasks and the flows whose bodies are given, by name. */
export function moduleWith(flows: Record<string, string>): string {
  const declared = Object.entries(flows).map(
    ([name, body]) =>
      `export const ${name} = flow({ name: "${name}" }, async ({ n }: { n: number }) => {\n${body}\n});`,
  );
  return `import { flow, FlowError, map, sleep, task } from "acme-engine";
class TooLarge extends FlowError {}
const twice = task({ name: "twice" }, async ({ n }: { n: number }): Promise<number> => n * 2);
const half = task({ name: "half" }, async ({ n }: { n: number }): Promise<number> => n / 2);
${declared.join("\n")}
`;
}
