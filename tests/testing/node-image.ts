import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** An image of this machine's Node and the libraries that it is linked with, made on the spot: nothing is pulled. */
export const nodeImage = "acme-test/node:1";

/** Undefined when the image is there; else why there is none, for the test that is skipped. */
export function findNodeImage(): string | undefined {
  if (spawnSync("docker", ["info"]).status !== 0) return "no Docker answers on this machine";
  if (spawnSync("docker", ["image", "inspect", nodeImage]).status === 0) return undefined;
  if (process.platform !== "linux") return "an image of this machine's Node can be made on Linux only";
  const folder = mkdtempSync(join(tmpdir(), "acme-node-image-"));
  try {
    for (const name of ["bin", "etc", "app"]) mkdirSync(join(folder, name));
    mkdirSync(join(folder, "tmp"), { mode: 0o777 });
    execFileSync("chmod", ["1777", join(folder, "tmp")]);
    writeFileSync(join(folder, "etc/passwd"), "root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/app:/bin/sh\n");
    copyFileSync(process.execPath, join(folder, "bin/node"));
    const linked = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
    for (const [path] of linked.matchAll(/\/\S+(?= \(0x)/g)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      copyFileSync(path, join(folder, path));
    }
    const archive = execFileSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 1024 ** 3 });
    execFileSync("docker", ["import", "--change", "ENV PATH=/bin", "-", nodeImage], { input: archive });
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
