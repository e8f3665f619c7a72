/**
 * Deploys a job with the SDK, runs it, follows it and says how it ended.
 *
 *     npx acme up &                                                   # the engine of this machine, on port 4566
 *     node --conditions=source examples/deploy-with-sdk.ts            # … which this talks to
 *     ACME_TARGET=aws AWS_PROFILE=dev node --conditions=source examples/deploy-with-sdk.ts
 *
 * Outside of this repository leave `--conditions=source` out. `AWS_ENDPOINT_URL` names another endpoint.
 */
import { deployCluster } from "@acme-engine/cfn";
import { AcmeFlowDeployer } from "@acme-engine/sdk";

const isAws = process.env["ACME_TARGET"] === "aws";
const deployer = new AcmeFlowDeployer({
  cluster: process.env["ACME_CLUSTER"] ?? "batch",
  endpoint: isAws ? undefined : (process.env["AWS_ENDPOINT_URL"] ?? "http://127.0.0.1:4566"),
  onEvent: (event) => event.kind !== "stack" && console.log(`  ${event.message}`),
});

// Once for many jobs; two calls when it stands.
await deployCluster({ name: deployer.cluster, client: deployer.clients.cloudFormation });

const deployment = await deployer.deploy({
  name: "count",
  image: "alpine:3.22",
  command: [
    "sh",
    "-c",
    'for i in 1 2 3; do echo "counting: $i"; sleep 0.3; done; echo "got $ACME_PARAMETERS"',
  ],
  parameters: { until: 3 },
  description: "Counts to three",
  retries: 1,
  timeoutSeconds: 600,
});
console.log(`${deployment.fullName}: ${deployment.change}, version ${deployment.version} is live`);

const run = await deployer.run(deployment.fullName, { parameters: { why: "an example" } });
console.log(`run ${run.name} started`);
for await (const event of deployer.follow(run)) {
  if (event.kind === "log") console.log(`  | ${event.line.message}`);
  if (event.kind === "taskStopped") console.log(`  ${event.reason}`);
  if (event.kind === "runEnded") {
    console.log(`run ${run.name}: ${event.run.status}`);
    if (event.run.failure !== undefined) console.log(event.run.failure.reason);
    process.exitCode = event.run.status === "SUCCEEDED" ? 0 : 1;
  }
}
deployer.clients.close();
