// npm run docs: writes the pages of docs/ that are printed from the code.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { printCoverage } from "./coverage.ts";

const path = join(import.meta.dirname, "../../docs/coverage.md");
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, await printCoverage());
console.log("docs/coverage.md is written.");
