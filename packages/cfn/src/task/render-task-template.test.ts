import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadTemplate } from "../template/load-template.ts";
import { renderTaskTemplate } from "./render-task-template.ts";

const template = loadTemplate("task");

/** As CloudFormation reads it: YAML 1.1. */
function containerOf(body: string) {
  const document = parse(body, { version: "1.1", logLevel: "error" });
  return document.Resources.TaskDefinition.Properties.ContainerDefinitions[0];
}

/** The same numbers on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe("renderTaskTemplate", () => {
  test("writes what the golden file shows", async () => {
    const source =
      "import json\n\ndef run():\n    # a comment\n    return {'a': 1}\n\nprint(json.dumps(run()))\n";
    await expect(
      renderTaskTemplate(template, {
        command: ["python", "-c", source, "--label", "a, b: c"],
        environment: { STAGE: "prod", ENABLED: "no", BUILD: "012" },
        secrets: { TOKEN: "arn:aws:ssm:eu-west-1:123456789012:parameter/acme/batch/token" },
      }),
    ).toMatchFileSnapshot("rendered-task.golden.yaml");
  });

  test("changes nothing when there is nothing to write", () => {
    expect(renderTaskTemplate(template, {})).toBe(template);
    expect(renderTaskTemplate(template, { environment: {}, secrets: {} })).toBe(template);
  });

  test("adds lines and changes none", () => {
    const rendered = renderTaskTemplate(template, { command: ["etl"], environment: { A: "b" } });
    const kept = new Set(rendered.split("\n"));
    expect(template.split("\n").filter((line) => !kept.has(line))).toEqual([]);
  });

  test("writes the same text whatever the order of names", () => {
    const one = renderTaskTemplate(template, { environment: { A: "1", B: "2" } });
    expect(renderTaskTemplate(template, { environment: { B: "2", A: "1" } })).toBe(one);
  });

  test.each([
    "no",
    "on",
    "~",
    "012",
    "1_000",
    "12:30:45",
    "2026-01-01",
    "1e3",
    "0x1F",
    "=",
    "<<",
    "!Ref A",
    "*a",
    "&a",
    "",
  ])("keeps %j text, which YAML 1.1 would take for something else", (text) => {
    expect(containerOf(renderTaskTemplate(template, { command: [text] })).Command).toEqual([text]);
  });

  test("gives back any text as it was", () => {
    const random = createRandom(7);
    const letters = [
      "a",
      "Z",
      " ",
      "  ",
      "\n",
      "\n\n",
      "\t",
      "\r",
      "#",
      ": ",
      "- ",
      "'",
      '"',
      "\\",
      "%",
      "{",
      "|",
      "é",
      "🌦",
    ];
    letters.push("\u0007", "\u0085", "\u00a0", "\u2028", "\ufeff", "\u007f", "---", "...");
    const pick = () => letters[Math.floor(random() * letters.length)] ?? "";
    const text = () => Array.from({ length: Math.floor(random() * 12) }, pick).join("");
    const texts = Array.from({ length: 1000 }, text);
    const environment = Object.fromEntries(texts.map((value, index) => [`V${index}`, value]));
    const container = containerOf(renderTaskTemplate(template, { command: texts, environment }));
    expect(container.Command).toEqual(texts);
    const variables: { Name: string; Value: string }[] = container.Environment;
    expect(Object.fromEntries(variables.map(({ Name, Value }) => [Name, Value]))).toEqual(environment);
  });

  test("keeps source code of many lines readable", () => {
    const source = readFileSync(new URL("render-task-template.ts", import.meta.url), "utf8");
    const rendered = renderTaskTemplate(template, { command: ["node", "-e", source] });
    expect(containerOf(rendered).Command[2]).toBe(source);
    expect(rendered).toContain("            - |\n              import type { Document }");
  });

  test("says so when a changed template has no container to write to", () => {
    expect(() => renderTaskTemplate("Resources: {}", { command: ["etl"] })).toThrow(
      "The task template has nothing at Resources.TaskDefinition.Properties.ContainerDefinitions.0",
    );
    expect(() => renderTaskTemplate("Resources: [", {})).toThrow("The template is not YAML");
  });
});
