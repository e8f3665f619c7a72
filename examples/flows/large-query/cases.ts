import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { crawler: "c", workgroup: "w", sql: "SELECT city, count(*) AS n FROM visits GROUP BY city" };
const cells = (...values: (string | undefined)[]) => ({
  Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })),
});
const done = { Crawler: { State: "READY", LastCrawl: { Status: "SUCCEEDED" } } };
const query = { QueryExecution: { QueryExecutionId: "q1" } };

export const cases: FlowCases<typeof flows> = {
  queryDataset: [
    {
      title: "rows as objects",
      input,
      tasks: {
        "aws.glue.getCrawler": [{ Crawler: { State: "RUNNING" } }, { Crawler: { State: "STOPPING" } }, done],
        "aws.athena.startQueryExecution.sync": [query],
        "aws.athena.getQueryResults": [
          { ResultSet: { Rows: [cells("city", "n"), cells("Turin", "3"), cells(undefined, "1")] } },
        ],
      },
      output: {
        columns: ["city", "n"],
        rows: [
          { city: "Turin", n: "3" },
          { city: "", n: "1" },
        ],
      },
    },
    {
      title: "no rows",
      input,
      tasks: {
        "aws.glue.getCrawler": [done],
        "aws.athena.startQueryExecution.sync": [new Error("too many queries"), query],
        "aws.athena.getQueryResults": [{ ResultSet: { Rows: [cells("city", "n")] } }],
      },
      output: { columns: ["city", "n"], rows: [] },
    },
    {
      title: "the crawl fails",
      input,
      tasks: {
        "aws.glue.getCrawler": [
          { Crawler: { State: "READY", LastCrawl: { Status: "FAILED", ErrorMessage: "no access" } } },
        ],
      },
      error: { name: "CrawlFailed", message: "no access" },
    },
    {
      title: "it has never crawled",
      input,
      tasks: { "aws.glue.getCrawler": [{ Crawler: { State: "READY" } }] },
      error: { name: "CrawlFailed", message: "c" },
    },
  ],
};

export const originals: Record<string, Original> = {
  queryDataset: {
    states: 7,
    transitions: 6,
    what: "startCrawler, Wait, getCrawler, Choice, Fail, query.sync, getQueryResults",
  },
};
