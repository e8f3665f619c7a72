/** What runs the tasks: an image that does so by itself, or any with Node and this command. */
export interface Runner {
  readonly image: string;
  readonly command?: readonly string[];
}

/**
 * The command of a container that fetches the bundle from the engine's S3 and runs it: any image with Node will do, and so will a
 * process. S3 of AWS would want a signature; there an image has the bundle.
 */
export function runnerCommand(bucketName: string, key: string): string[] {
  const lines = [
    `import { mkdtempSync, rmSync, writeFileSync } from "node:fs";`,
    `import { tmpdir } from "node:os";`,
    `import { join } from "node:path";`,
    `import { pathToFileURL } from "node:url";`,
    `const url = process.env.AWS_ENDPOINT_URL + ${JSON.stringify(`/${bucketName}/${key}`)};`,
    `const answer = await fetch(url);`,
    "if (!answer.ok) throw new Error(`the bundle of the tasks cannot be read from ${url}: ${answer.status}`);",
    `const folder = mkdtempSync(join(tmpdir(), "acme-"));`,
    `process.on("exit", () => rmSync(folder, { recursive: true, force: true }));`,
    `const path = join(folder, "tasks.mjs");`,
    `writeFileSync(path, Buffer.from(await answer.arrayBuffer()));`,
    `await import(pathToFileURL(path).href);`,
  ];
  return ["node", "--enable-source-maps", "--input-type=module", "--eval", lines.join("\n")];
}
