/** A container image's name in its parts, as Docker reads it. */
export interface ImageReference {
  /** Host, with port if any: `docker.io`, `public.ecr.aws`, `localhost:5000`. */
  registry: string;
  /** Without the registry: `library/python`. */
  repository: string;
  /** `latest` when the name has neither tag nor digest. */
  tag: string | undefined;
  /** `sha256:…` */
  digest: string | undefined;
  /** As it was given, up to tag and digest: `python`. */
  name: string;
}

const shape =
  /^(?<name>[\w][\w.-]*(?::\d+)?(?:\/[\w][\w.-]*)*?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+:[a-f0-9]{32,}))?$/;

/**
 * Undefined when it is no image's name.
 * Source: https://github.com/distribution/reference (the grammar), and Docker's rule that the first part is a host when it has a dot
 * or a port or is `localhost`
 */
export function parseImageReference(image: string): ImageReference | undefined {
  const { name, tag, digest } = shape.exec(image)?.groups ?? {};
  if (name === undefined) return undefined;
  const [first = "", ...rest] = name.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasHost ? rest.join("/") : name;
  if (path.includes(":")) return undefined;
  const registry = hasHost ? first : "docker.io";
  return {
    registry,
    // Docker Hub's own images live under library/.
    repository: registry === "docker.io" && !path.includes("/") ? `library/${path}` : path,
    tag: tag ?? (digest === undefined ? "latest" : undefined),
    digest,
    name,
  };
}
