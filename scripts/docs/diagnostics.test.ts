import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { diagnosticExamples } from "./diagnostic-examples.ts";
import { diagnosticsOf, printDiagnostics } from "./diagnostics.ts";

it("docs/diagnostics.md is what npm run docs prints", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/diagnostics.md"), "utf8");
  expect(page).toBe(printDiagnostics());
});

it.each(Object.entries(diagnosticExamples))(
  "%s is said of its example, and of nothing else, and not of the rewrite",
  (code, { refused, rewrite }) => {
    expect([...new Set(diagnosticsOf(refused).map((one) => one.code))]).toEqual([code]);
    expect(diagnosticsOf(rewrite)).toEqual([]);
  },
);
