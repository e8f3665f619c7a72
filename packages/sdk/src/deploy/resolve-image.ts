import type { JobRequest } from "../input/job-request.ts";
import type { DeployContext } from "./deploy-context.ts";

/**
 * The image to deploy: pinned to the digest that its tag stands for now, so that a version of the deployment always runs the same
 * code. A registry that does not tell leaves the tag. Undefined for a task definition of the caller's own.
 */
export async function resolveJobImage(
  { resolveImage, emit, signal }: DeployContext,
  { container }: Pick<JobRequest, "container">,
): Promise<string | undefined> {
  if (container.kind === "taskDefinition") return undefined;
  if (resolveImage === undefined || container.image.includes("@sha256:")) return container.image;
  const { image, reason } = await resolveImage(container.image, { signal });
  const message =
    reason === undefined
      ? `${container.image} is ${image}`
      : `${container.image} keeps its tag, whatever it comes to mean: ${reason}`;
  emit({ kind: "phase", phase: "resolveImage", message });
  return image;
}
