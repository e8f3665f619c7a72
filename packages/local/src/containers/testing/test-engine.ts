import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type ContainerEngine, createContainerEngineFinder } from "../find-container-engine.ts";

/** An image of Debian's static busybox, made on the spot: nothing is pulled. Its own command prints `from the image`. */
export const testImage = "acme-test/busybox:1";

const busyboxPaths = ["/bin/busybox", "/usr/bin/busybox"];
const commands = [
  "sh",
  "sleep",
  "echo",
  "cat",
  "env",
  "true",
  "seq",
  "dd",
  "yes",
  "printf",
  "id",
  "touch",
  "wget",
  "awk",
  "ps",
];

/** A container engine with the test image; a text says why there is none, for the test that is skipped. */
export async function findTestEngine(): Promise<ContainerEngine | string> {
  const engine = await createContainerEngineFinder(process.env)();
  if (!engine) return "no container engine answers on this machine";
  const { address } = engine.connection;
  if (address.kind !== "socket") return "the test image is made through a socket only";
  try {
    await engine.connection.call({ method: "GET", path: `/images/${testImage}/json` });
    return engine;
  } catch {
    // Not there yet.
  }
  const busybox = busyboxPaths.find((path) => existsSync(path));
  if (!busybox)
    return `${engine.name} has no image ${testImage}, and without busybox (package busybox-static) none can be made`;
  await importImage(address.path, rootFilesystem(busybox));
  return engine;
}

function rootFilesystem(busybox: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "acme-image-"));
  try {
    for (const name of ["bin", "tmp", "etc", "work"]) mkdirSync(join(folder, name));
    copyFileSync(busybox, join(folder, "bin/busybox"));
    for (const name of commands) symlinkSync("busybox", join(folder, "bin", name));
    const { stdout, status } = spawnSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 64 * 1024 * 1024 });
    if (status !== 0) throw new Error(`tar ended with ${status}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function importImage(socketPath: string, archive: Buffer): Promise<void> {
  const query = new URLSearchParams({
    fromSrc: "-",
    repo: testImage,
    changes: 'CMD ["echo","from the image"]',
  });
  return new Promise((resolve, reject) => {
    const sent = request(
      { socketPath, method: "POST", path: `/images/create?${query}`, headers: { host: "acme-engine" } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.once("end", () =>
          response.statusCode === 200 && !text.includes('"error"')
            ? resolve()
            : reject(new Error(`cannot import the test image: ${text}`)),
        );
      },
    );
    sent.once("error", reject);
    sent.end(archive);
  });
}
