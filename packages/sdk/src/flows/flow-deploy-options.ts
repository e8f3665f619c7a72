import type { DeployOptions } from "../input/deploy-options.ts";

/**
 * What `deployFlow` takes. Names that Prefect's `flow.deploy` has mean what they mean there; each may also be spelled as in Python.
 * A task's own options win over the deployment's.
 */
export interface FlowDeployOptions extends Omit<
  DeployOptions,
  "entrypoint" | "flowName" | "command" | "retries" | "retryDelaySeconds" | "build" | "push"
> {
  /** The TypeScript module that has the flow: a path, from the current folder, or a `file:` URL. */
  module: string | URL;
  /** The `name` in the flow's options. Default: the only flow of the module. */
  flow?: string | undefined;
  /**
   * An image that runs the module's tasks: it holds the bundle that `acme build` makes. Off AWS it may be left out: then the bundle is
   * put into the cluster's bucket, and the containers fetch it.
   */
  image?: string | undefined;
  /** Build the image, with the `docker` command: Node and the bundle of the module's tasks. Default false. */
  build?: boolean | undefined;
  /** Push the image that was built. Default false. */
  push?: boolean | undefined;
  /** What a built image is made from; off AWS also what tasks without an image run in. It has Node 22.18 or newer. Default `node:24-slim`. */
  baseImage?: string | undefined;
  /** A Dockerfile to build by, which copies `.acme/tasks.mjs` from its folder and runs it with Node. Default: one that does no more. */
  dockerfile?: string | undefined;
  /** How soon a container that has died is noticed. Has to be longer than an image takes to be pulled. Default 90. */
  heartbeatSeconds?: number | undefined;
  /** Run tasks on FARGATE_SPOT. Default false. */
  spot?: boolean | undefined;
  /** The state machine's role. Default: the cluster's, which may run tasks and flows of the cluster and nothing else: `aws.*` needs another. */
  stateMachineRoleArn?: string | undefined;
  /** A run that takes longer is ended. Default: none. */
  timeoutSeconds?: number | undefined;
}
