import { AcmeError } from "../acme-error.ts";
import { type DefinitionFile, isPinned } from "../definition-file/definition-file.ts";

/** Throws for a definition that must not reach AWS. `text` and `path` give errors their place. */
export function checkDefinition(
  file: DefinitionFile,
  _source: { text: string; path: string | undefined },
): void {
  if (!isPinned(file)) {
    throw new AcmeError(
      "ACME_DEFINITION_UNPINNED",
      `The definition of "${file.name}" does not say which task definition it runs: \${TaskDefinitionArn} still stands in it.`,
      {
        hint: "Deploy its task first and pin the revision: pinTaskDefinition(), which `acme deploy` does by itself.",
      },
    );
  }
}
