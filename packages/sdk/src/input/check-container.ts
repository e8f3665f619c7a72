import { checkTaskRequest } from "@acme-engine/cfn";
import type { JobRequest } from "./job-request.ts";

/**
 * What the task stack would refuse, refused before any call: the image's name, the size, names of variables and secrets.
 * A size of which the cluster has to give one half is checked when the job is compiled.
 * @throws AcmeError ACME_BAD_IMAGE, FargateSizeError, ACME_BAD_ENVIRONMENT, ACME_BAD_SECRET
 */
export function checkContainer({ names, container, command, environment }: JobRequest): void {
  if (container.kind !== "container") return;
  const { image, cpu, memory, secrets } = container;
  checkTaskRequest({
    cluster: names.cluster,
    name: names.resourceName,
    image,
    command,
    environment,
    secrets,
    ...(cpu !== undefined && memory !== undefined && { cpu, memory }),
  });
}
