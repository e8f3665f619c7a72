import { createHash } from "node:crypto";
import { fetchFromRegistry, type Fetch } from "./registry-request.ts";
import { parseImageReference, type ImageReference } from "./image-reference.ts";

export interface ResolvedImage {
  /** `python@sha256:…`, or the image as it was given when its digest could not be had. */
  image: string;
  digest?: string;
  /** Why there is no digest, as a sentence's end: `registry-1.docker.io did not answer within 3000 ms`. */
  reason?: string;
}

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Manifests are limited to this by most registries. Source: OCI distribution specification, "Pushing Manifests" */
const maxManifestBytes = 4 * 1024 * 1024;

/**
 * Asks the image's registry which digest its tag has now, so that what was deployed is what runs. Anonymously: a private
 * registry refuses, and then, as when nothing answers, the tag stays, with the reason. Throws only when `signal` aborts.
 *
 * Protocol: OCI distribution specification 1.1, https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export async function resolveImageDigest(
  image: string,
  {
    fetch,
    signal,
    timeoutMs = 3000,
  }: { fetch: Fetch; signal?: AbortSignal | undefined; timeoutMs?: number | undefined },
): Promise<ResolvedImage> {
  const reference = parseImageReference(image);
  if (reference === undefined) return { image, reason: `"${image}" is not the name of a container image` };
  if (reference.digest !== undefined) return { image, digest: reference.digest };
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  const host = toHost(reference.registry);
  try {
    const digest = await findDigest(reference, host, fetch, either);
    return typeof digest === "string"
      ? { image: `${reference.name}@${digest}`, digest }
      : { image, reason: digest.reason };
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) return { image, reason: `${host} did not answer within ${timeoutMs} ms` };
    return { image, reason: `${host} cannot be reached: ${describeFetchError(error)}` };
  }
}

/** Docker Hub's name is not where its registry is. */
function toHost(registry: string): string {
  return registry === "docker.io" || registry === "index.docker.io" ? "registry-1.docker.io" : registry;
}

async function findDigest(
  { repository, tag }: ImageReference,
  host: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<string | { reason: string }> {
  const ask = (method: "HEAD" | "GET") =>
    fetchFromRegistry(
      { host, repository, path: `manifests/${tag ?? "latest"}`, method, accept: manifestTypes },
      fetch,
      signal,
    );
  const head = await ask("HEAD");
  if (!head.ok) return { reason: explain(head.status, host, `${repository}:${tag}`) };
  const digest = head.headers.get("docker-content-digest");
  if (digest !== null && /^sha256:[a-f0-9]{64}$/.test(digest)) return digest;
  // The header is optional; the digest is that of the manifest's bytes.
  const answer = await ask("GET");
  if (!answer.ok) return { reason: explain(answer.status, host, `${repository}:${tag}`) };
  const manifest = new Uint8Array(await answer.arrayBuffer());
  if (manifest.byteLength > maxManifestBytes)
    return { reason: `${host} sent a manifest of ${manifest.byteLength} bytes` };
  return `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
}

function explain(status: number, host: string, image: string): string {
  if (status === 401 || status === 403) return `${host} wants credentials for ${image}, or has no such image`;
  if (status === 404) return `${host} has no image ${image}`;
  if (status === 429) return `${host} asks to come back later (429 Too Many Requests)`;
  return `${host} answered ${status} for ${image}`;
}

/** `fetch` says "fetch failed" and keeps the reason in the cause. */
function describeFetchError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
