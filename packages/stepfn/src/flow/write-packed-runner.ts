// Writes packed-runner.ts anew after a change of python/run_flow.py:
//   node packages/stepfn/src/flow/write-packed-runner.ts
import { readFileSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { packRunner } from "./pack-runner.ts";

const source = readFileSync(new URL("../../python/run_flow.py", import.meta.url), "utf8");
const text = packRunner(source);
const lines = text
  .trimEnd()
  .split("\n")
  .map((line) => `  ${JSON.stringify(line)},`)
  .join("\n");
writeFileSync(
  new URL("packed-runner.ts", import.meta.url),
  `// Made from python/run_flow.py by write-packed-runner.ts. In the code, so that it is there in any bundle.
// oxfmt-ignore
export const packedRunner = [
${lines}
  "",
].join("\\n");

/** The same, deflated and in base64. Kept rather than computed: zlib's output is not the same in every Node. */
// oxfmt-ignore
export const compressedRunner = "${deflateSync(text, { level: 9 }).toString("base64")}";
`,
);
