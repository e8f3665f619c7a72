import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { AcmeError } from "@acme-engine/cfn";
import { toDockerfile } from "acme-engine/bundle";
import type { DeployContext } from "../deploy/deploy-context.ts";
import type { FlowBundle } from "./bundle-flow.ts";

export interface ImageBuild {
  /** The image's name and tag. */
  readonly image: string;
  readonly push: boolean;
  /** What the image is made from. Default `node:24-slim`. Not with a Dockerfile. */
  readonly baseImage: string | undefined;
  /** A Dockerfile of the project, which copies `.acme/tasks.mjs` from its folder. Default: one that has the bundle and nothing else. */
  readonly dockerfile: string | undefined;
  readonly architecture: "X86_64" | "ARM64" | undefined;
}

/**
 * Builds an image that runs the tasks of the bundle, with the `docker` command, and pushes it where asked. Gives the image to deploy:
 * what is not pushed gets a tag of its content too, so that older versions of the deployment keep theirs.
 * @throws AcmeError ACME_DOCKER
 */
export async function buildImage(
  context: DeployContext,
  { text, sha256 }: FlowBundle,
  { image, push, baseImage, dockerfile, architecture }: ImageBuild,
): Promise<string> {
  const { emit, signal } = context;
  const own = dockerfile === undefined ? undefined : resolve(dockerfile);
  const folder = own === undefined ? await mkdtemp(join(tmpdir(), "acme-image-")) : dirname(own);
  try {
    const bundle = ".acme/tasks.mjs";
    await mkdir(join(folder, ".acme"), { recursive: true });
    await writeFile(join(folder, bundle), text);
    const file = own ?? join(folder, "Dockerfile");
    if (own === undefined)
      await writeFile(file, toDockerfile({ bundle, ...(baseImage !== undefined && { baseImage }) }));
    const byContent = `${image.replace(/:[\w][\w.-]*$/, "")}:acme-${sha256.slice(0, 16)}`;
    const platform = architecture === "ARM64" ? "linux/arm64" : "linux/amd64";
    emit({ kind: "phase", phase: "buildImage", message: `Building ${image}` });
    await docker(
      ["build", "--platform", platform, "--tag", image, "--tag", byContent, "--file", file, folder],
      signal,
    );
    if (!push) return byContent;
    emit({ kind: "phase", phase: "buildImage", message: `Pushing ${image}` });
    await docker(["push", image], signal);
    return image;
  } finally {
    if (own === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** How much of what docker wrote an error shows. */
const shownLines = 15;

function docker(args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const [command = ""] = args;
  return new Promise((done, fail) => {
    const child = spawn("docker", args, {
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal !== undefined && { signal }),
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream
        .setEncoding("utf8")
        .on("data", (text: string) => lines.push(...text.split("\n").filter(Boolean)));
    }
    child.once("error", (cause) => fail(signal?.aborted === true ? signal.reason : notRun(command, cause)));
    child.once("close", (exitCode) => {
      if (exitCode === 0) return done();
      fail(
        new AcmeError(
          "ACME_DOCKER",
          `docker ${command} ended with ${exitCode}:\n${lines.slice(-shownLines).join("\n")}`,
          {
            hint:
              command === "push"
                ? "Sign in to the registry (docker login; aws ecr get-login-password), and make sure that the repository is there."
                : "Mend what it says, or build the image elsewhere and leave out build.",
          },
        ),
      );
    });
  });
}

function notRun(command: string, cause: Error): AcmeError {
  return new AcmeError("ACME_DOCKER", `docker ${command} could not be run: ${cause.message}.`, {
    hint: "Install Docker, or a command of that name that does the same; or build the image elsewhere and leave out build.",
    cause,
  });
}
