import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { engineAddresses, parseEngineHost } from "./engine-address.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "acme-home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function writeContext(name: string, host: string): void {
  const id = createHash("sha256").update(name).digest("hex");
  mkdirSync(join(home, ".docker/contexts/meta", id), { recursive: true });
  writeFileSync(
    join(home, ".docker/contexts/meta", id, "meta.json"),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
  );
}

test.each([
  ["unix:///run/user/1000/docker.sock", { kind: "socket", path: "/run/user/1000/docker.sock" }],
  ["tcp://10.0.0.1:2376", { kind: "tcp", host: "10.0.0.1", port: 2376 }],
  ["tcp://builder", { kind: "tcp", host: "builder", port: 2375 }],
  ["npipe:////./pipe/docker_engine", { kind: "socket", path: "\\\\.\\pipe\\docker_engine" }],
  ["ssh://me@builder", undefined],
])("%s is understood", (text, address) => {
  expect(parseEngineHost(text)).toEqual(address);
});

test("DOCKER_HOST is the only place to look, whatever else is there", () => {
  writeContext("colima", "unix:///colima.sock");
  writeFileSync(join(home, ".docker/config.json"), JSON.stringify({ currentContext: "colima" }));
  expect(engineAddresses({ HOME: home, DOCKER_HOST: "unix:///mine.sock" })).toEqual([
    { kind: "socket", path: "/mine.sock" },
  ]);
});

test("the docker context in use decides, and DOCKER_CONTEXT over it", () => {
  writeContext("colima", "unix:///colima.sock");
  writeContext("other", "unix:///other.sock");
  writeFileSync(join(home, ".docker/config.json"), JSON.stringify({ currentContext: "colima" }));
  expect(engineAddresses({ HOME: home })).toEqual([{ kind: "socket", path: "/colima.sock" }]);
  expect(engineAddresses({ HOME: home, DOCKER_CONTEXT: "other" })).toEqual([
    { kind: "socket", path: "/other.sock" },
  ]);
});

test("otherwise Docker's, Colima's and Podman's sockets are tried", () => {
  const paths = engineAddresses({ HOME: home, XDG_RUNTIME_DIR: "/run/user/1000" }).map((address) =>
    address.kind === "socket" ? address.path : "",
  );
  expect(paths[0]).toBe("/var/run/docker.sock");
  expect(paths).toEqual(
    expect.arrayContaining([join(home, ".colima/default/docker.sock"), "/run/user/1000/podman/podman.sock"]),
  );
});

test("a broken client configuration is no reason to fail", () => {
  mkdirSync(join(home, ".docker"));
  writeFileSync(join(home, ".docker/config.json"), "{");
  expect(engineAddresses({ HOME: home })[0]).toEqual({ kind: "socket", path: "/var/run/docker.sock" });
});
