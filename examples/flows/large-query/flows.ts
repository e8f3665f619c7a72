import { aws, flow, FlowError, sleep } from "acme-engine";

export class CrawlFailed extends FlowError {}

interface Crawler {
  Crawler: { State: "READY" | "RUNNING" | "STOPPING"; LastCrawl?: { Status: string; ErrorMessage?: string } };
}

interface Rows {
  ResultSet: { Rows: { Data: { VarCharValue?: string }[] }[] };
}

interface Query {
  crawler: string;
  workgroup: string;
  sql: string;
}

/** Has a crawler look what there is, queries it, and gives the rows as objects. */
export const queryDataset = flow({ name: "query-dataset" }, async ({ crawler, workgroup, sql }: Query) => {
  await aws.glue.startCrawler({ Name: crawler });
  let state: Crawler;
  do {
    await sleep(30);
    state = await aws.glue.getCrawler({ Name: crawler });
  } while (state.Crawler.State !== "READY");
  if (state.Crawler.LastCrawl?.Status !== "SUCCEEDED") {
    throw new CrawlFailed(state.Crawler.LastCrawl?.ErrorMessage ?? crawler);
  }
  const query: { QueryExecution: { QueryExecutionId: string } } = await aws.athena.startQueryExecution.sync(
    { QueryString: sql, WorkGroup: workgroup },
    { retries: 2, retryDelaySeconds: 30 },
  );
  const answer: Rows = await aws.athena.getQueryResults({
    QueryExecutionId: query.QueryExecution.QueryExecutionId,
    MaxResults: 100,
  });
  const [header, ...rows] = answer.ResultSet.Rows.map((row) =>
    row.Data.map((cell) => cell.VarCharValue ?? ""),
  );
  return {
    columns: header ?? [],
    rows: rows.map((row) => Object.fromEntries(row.map((cell, column) => [header?.[column] ?? "", cell]))),
  };
});
