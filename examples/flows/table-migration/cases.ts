import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const item = (id: string, name?: string) => ({
  id: { S: id },
  ...(name === undefined ? {} : { name: { S: name } }),
});

export const cases: FlowCases<typeof flows> = {
  splitNames: [
    {
      title: "two pages",
      input: { table: "people" },
      tasks: {
        "aws.dynamodb.scan": [
          { Items: [item("1", "Ada King Lovelace"), item("2", "Bob")], LastEvaluatedKey: { id: { S: "2" } } },
          { Items: [item("3")] },
        ],
      },
      output: { table: "people", migrated: 3 },
    },
    {
      title: "an empty table",
      input: { table: "people" },
      tasks: { "aws.dynamodb.scan": [{ Items: [] }] },
      output: { table: "people", migrated: 0 },
    },
    {
      title: "an item cannot be written",
      input: { table: "people" },
      tasks: {
        "aws.dynamodb.scan": [{ Items: [item("1", "Ada")] }],
        "aws.dynamodb.updateItem": [new Error("throttled")],
      },
      error: { name: "Error", message: "throttled" },
    },
  ],
};

export const originals: Record<string, Original> = {
  splitNames: { states: 7, transitions: 7, what: "Pass, scan, Map, split, update, Choice, Succeed" },
};
