// npm run docs: writes the pages of docs/ that are printed from the code.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printCoverage } from "./coverage.ts";
import { printDiagnostics } from "./diagnostics.ts";
import { printFlows } from "./flows.ts";

const pages = { "coverage.md": printCoverage, "diagnostics.md": printDiagnostics, "flows.md": printFlows };

const folder = join(import.meta.dirname, "../../docs");
mkdirSync(folder, { recursive: true });
for (const [name, print] of Object.entries(pages)) {
  writeFileSync(join(folder, name), await print());
  console.log(`docs/${name} is written.`);
}
