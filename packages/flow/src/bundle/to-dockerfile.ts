export interface DockerfileOptions {
  /** The bundle, relative to the folder that the image is built from. */
  bundle: string;
  /** Default `node:24-slim`. */
  baseImage?: string;
}

/** The text of a Dockerfile for an image that runs the tasks of a bundle. */
export function toDockerfile({ bundle, baseImage = "node:24-slim" }: DockerfileOptions): string {
  return `FROM ${baseImage}
WORKDIR /app
COPY ${JSON.stringify([bundle, "tasks.mjs"])}
USER node
CMD ["node", "--enable-source-maps", "tasks.mjs"]
`;
}
