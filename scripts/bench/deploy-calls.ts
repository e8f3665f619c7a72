import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { deployCluster } from "@acme-engine/cfn";
import { type SdkRequestHandler, startEngine } from "@acme-engine/local";
import { AcmeFlowDeployer, createAwsClients } from "@acme-engine/sdk";

import type { Row } from "./row.ts";

/** AWS calls of a whole deployment, cluster included, as the SDK's clients send them. */
export async function measureDeployCalls(): Promise<Row[]> {
  const engine = await startEngine({ runtime: "process" });
  const folder = mkdtempSync(join(tmpdir(), "acme-bench-calls-"));
  let calls = 0;
  const counting: SdkRequestHandler = {
    ...engine.requestHandler,
    handle: (request, options) => {
      calls++;
      return engine.requestHandler.handle(request, options);
    },
  };
  const clients = createAwsClients({ requestHandler: counting });
  const deploy = async () => {
    calls = 0;
    await deployCluster({ name: "bench", client: clients.cloudFormation });
    const deployer = new AcmeFlowDeployer({ cluster: "bench", clients, definitionsDirectory: folder });
    await deployer.deploy({ name: "job", image: "bench:1", command: ["true"] });
    return calls;
  };
  try {
    const first = await deploy();
    const again = await deploy();
    return [
      { what: "AWS calls, first deploy (cluster, task, machine)", value: `${first}` },
      { what: "AWS calls, nothing to do", value: `${again}`, aim: "≤ 12" },
    ];
  } finally {
    clients.close();
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}
