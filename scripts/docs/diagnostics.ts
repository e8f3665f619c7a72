import { compileFlow } from "../../packages/stepfn/src/compile-flow/compile-flow.ts";
import {
  type Diagnostic,
  diagnosticTitles,
} from "../../packages/stepfn/src/compile-flow/source/diagnostic.ts";
import { formatDiagnostic } from "../../packages/stepfn/src/compile-flow/source/format-diagnostic.ts";
import {
  type DiagnosticExample,
  diagnosticExamples,
  exampleFooter,
  exampleHeader,
  toExampleModule,
} from "./diagnostic-examples.ts";

/** docs/diagnostics.md: every code with an example that is refused, what is said of it, and a rewrite that compiles. */
export function printDiagnostics(): string {
  const codes = Object.entries(diagnosticTitles);
  return `# What the compiler says

Printed by \`npm run docs\` from the compiler's own table; the examples are compiled. \`acme check FILE\` shows all problems of a file at
once, with \`--json\` for editors. Codes \`TS…\` are TypeScript's own, which come first. Warnings have codes from ACME1300 on; a flow with
warnings compiles.

| code | what it is about |
|---|---|
${codes.map(([code, title]) => `| [${code}](#${code.toLowerCase()}) | ${title} |`).join("\n")}

The examples are statements of this flow, where they are not whole modules:

\`\`\`ts
${exampleHeader}
    // …
${exampleFooter.trimEnd()}
\`\`\`

${codes.map(([code, title]) => toSection(code, title, diagnosticExamples[code as keyof typeof diagnosticTitles])).join("\n\n")}
`;
}

function toSection(code: string, title: string, { refused, rewrite }: DiagnosticExample): string {
  const module = toExampleModule(refused);
  const said = diagnosticsOf(refused).map((one) => formatDiagnostic(one, module, "flow.ts"));
  return `## ${code}

${title}

\`\`\`ts
${refused}
\`\`\`

\`\`\`
${said.join("\n")}
\`\`\`

Instead:

\`\`\`ts
${rewrite}
\`\`\``;
}

/** What the compiler says of an example. */
export function diagnosticsOf(source: string): readonly Diagnostic[] {
  const result = compileFlow({
    source: toExampleModule(source),
    path: "flow.ts",
    toTaskState: ({ name }) => ({ Resource: name }),
  });
  return result.compiled === undefined ? result.diagnostics : result.compiled.diagnostics;
}
