import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clusterOutputs } from "../testing/cluster-outputs.ts";
import { loadTemplate } from "./load-template.ts";
import { readTemplateParameters } from "./template-parameters.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

function section(title: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(title)) ?? "";
}

/** The names in the first column of a section's table, and the values in one of the others. */
function rows(title: string, defaultColumn: number): [name: string, shown: string][] {
  const quoted = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
  return section(title)
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => {
      const cells = line.split("|").slice(1);
      const values = quoted(cells[defaultColumn]);
      return quoted(cells[0]).map((name, index): [string, string] => [name, values[index] ?? ""]);
    });
}

test.each([
  ["cluster", "Parameters of the cluster", 1],
  ["task", "Parameters of a task", 2],
] as const)(
  "the README has every parameter of the %s template with its default",
  (template, title, column) => {
    const declared = [...readTemplateParameters(loadTemplate(template)).values()];
    expect(Object.fromEntries(rows(title, column))).toEqual(
      Object.fromEntries(declared.map((parameter) => [parameter.name, parameter.default ?? ""])),
    );
  },
);

test("the README names every output of the cluster", () => {
  for (const output of Object.keys(clusterOutputs))
    expect(section("Parameters of the cluster")).toContain(`\`${output}\``);
});
