import type { ResolvedImage } from "@acme-engine/stepfn";
import type { Target } from "../target.ts";
import type { DeployEvent } from "./deploy-event.ts";

/** Finds what a tag of an image stands for. `reason` in the answer says why it was not found. */
export type ResolveImage = (
  image: string,
  options: { signal?: AbortSignal | undefined },
) => Promise<ResolvedImage>;

/** What the phases of a deployment share. */
export interface DeployContext {
  readonly target: Target;
  /** Definition files are written here, one for each deployment. */
  readonly definitionsDirectory: string;
  /** Absent: images are deployed by the name that was given. */
  readonly resolveImage: ResolveImage | undefined;
  readonly emit: (event: DeployEvent) => void;
  readonly signal: AbortSignal | undefined;
}
