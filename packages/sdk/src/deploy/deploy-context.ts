import type { Target } from "../target.ts";
import type { DeployEvent } from "./deploy-event.ts";

/** What a tag of an image stands for, as a registry tells it. */
export interface ResolvedImage {
  /** With the digest when there is one, else as it was given. */
  readonly image: string;
  readonly digest?: string | undefined;
  /** Why there is no digest. */
  readonly reason?: string | undefined;
}

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
