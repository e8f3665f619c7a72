import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AcmeError } from "../acme-error.ts";

export type TemplateName = "cluster" | "task";

/**
 * Where the templates lie, seen from this module: two folders up in the source, one up from this package's `dist`,
 * and beside the file when somebody bundles everything into one and puts the templates next to it.
 */
const places = ["../../", "../", "./"];

/**
 * The text of `cluster/template.yaml` or `task/template.yaml`.
 * @throws AcmeError `ACME_TEMPLATE_MISSING` when the installation is not whole.
 */
export function loadTemplate(name: TemplateName): string {
  const tried: string[] = [];
  for (const place of places) {
    const path = fileURLToPath(new URL(`${place}${name}/template.yaml`, import.meta.url));
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      tried.push(path);
    }
  }
  throw new AcmeError("ACME_TEMPLATE_MISSING", `The ${name} template is missing: tried ${tried.join(", ")}`, {
    hint: "Install @acme-engine/cfn again; when you bundle it, copy its cluster/ and task/ folders beside the bundle.",
  });
}
