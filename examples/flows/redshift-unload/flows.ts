import { aws, flow, FlowError, sleep } from "acme-engine";

export class UnloadFailed extends FlowError {}
export class UnloadAborted extends FlowError {}

interface Statement {
  Status: "SUBMITTED" | "PICKED" | "STARTED" | "FINISHED" | "FAILED" | "ABORTED";
  ResultRows?: number;
  Error?: string;
}

interface Unload {
  workgroup: string;
  database: string;
  table: string;
  to: string;
  role: string;
}

/** Writes a table of Redshift Serverless to S3 as Parquet, and waits for it. */
export const unloadTable = flow(
  { name: "unload-table" },
  async ({ workgroup, database, table, to, role }: Unload) => {
    const started: { Id: string } = await aws.redshiftdata.executeStatement(
      {
        WorkgroupName: workgroup,
        Database: database,
        Sql: `UNLOAD ('SELECT * FROM ${table}') TO '${to}' IAM_ROLE '${role}' FORMAT PARQUET`,
      },
      { retries: 2, retryDelaySeconds: 5 },
    );
    while (true) {
      await sleep(20);
      const statement: Statement = await aws.redshiftdata.describeStatement({ Id: started.Id });
      switch (statement.Status) {
        case "FINISHED":
          return { statement: started.Id, rows: statement.ResultRows ?? 0, to };
        case "FAILED":
          throw new UnloadFailed(statement.Error ?? `statement ${started.Id}`);
        case "ABORTED":
          throw new UnloadAborted(`statement ${started.Id}`);
      }
    }
  },
);
