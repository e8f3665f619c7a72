import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { startEngine } from "@acme-engine/local";

import { callsPerSecond } from "./measure.ts";
import type { Row } from "./row.ts";

/** How many calls of the JavaScript SDK the engine answers. */
export async function measureSdkCalls(): Promise<Row[]> {
  const engine = await startEngine({ runtime: "process", http: { port: 0 } });
  const base = { region: engine.region, credentials: { accessKeyId: "a", secretAccessKey: "b" } };
  const inProcess = new SFNClient({ ...base, requestHandler: engine.requestHandler });
  const overHttp = new SFNClient({ ...base, ...(engine.url ? { endpoint: engine.url } : {}) });
  const rate = (client: SFNClient) =>
    callsPerSecond(() => client.send(new ListStateMachinesCommand({})), 32, 3);
  try {
    const local = await rate(inProcess);
    const http = await rate(overHttp);
    return [
      { what: "SDK calls in process, 32 at a time", value: `${local.toFixed(0)}/s` },
      {
        what: "SDK calls over HTTP, 32 at a time",
        value: `${http.toFixed(0)}/s`,
        peer: "in process",
        ratio: http / local,
      },
    ];
  } finally {
    inProcess.destroy();
    overHttp.destroy();
    await engine.close();
  }
}
