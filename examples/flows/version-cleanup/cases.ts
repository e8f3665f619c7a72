import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const versions = (...names: string[]) => ({
  Versions: names.map((Version) => ({ FunctionName: "f", Version, LastModified: "2026-01-01T00:00:00Z" })),
});

export const cases: FlowCases<typeof flows> = {
  cleanUpVersions: [
    {
      title: "the newest two and the one with an alias stay",
      input: { functions: ["f"], keep: 2 },
      tasks: {
        "aws.lambda.listVersionsByFunction": [versions("$LATEST", "1", "2", "3", "9", "10")],
        "aws.lambda.listAliases": [{ Aliases: [{ FunctionVersion: "2" }] }],
      },
      output: { deleted: [{ name: "f", versions: ["3", "1"] }] },
    },
    {
      title: "nothing is old",
      input: { functions: ["f", "g"] },
      tasks: {
        "aws.lambda.listVersionsByFunction": [versions("$LATEST")],
        "aws.lambda.listAliases": [{ Aliases: [] }],
      },
      output: {
        deleted: [
          { name: "f", versions: [] },
          { name: "g", versions: [] },
        ],
      },
    },
    { input: { functions: [] }, output: { deleted: [] } },
    {
      title: "a version is in use",
      input: { functions: ["f"], keep: 0 },
      tasks: {
        "aws.lambda.listVersionsByFunction": [versions("$LATEST", "1")],
        "aws.lambda.listAliases": [{ Aliases: [] }],
        "aws.lambda.deleteFunction": [new Error("in use")],
      },
      error: { name: "Error", message: "in use" },
    },
  ],
};

export const originals: Record<string, Original> = {
  cleanUpVersions: { states: 5, transitions: 5, what: "Map, list, list, Map, delete" },
};
