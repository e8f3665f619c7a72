import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createContainerEngineFinder } from "./find-container-engine.ts";
import { whyNoContainerEngine } from "./why-no-engine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-engine-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a socket that is not there is named when it was chosen", async () => {
  const environment = { DOCKER_HOST: `unix://${folder}/none.sock` };
  expect(await createContainerEngineFinder(environment)()).toBeUndefined();
  expect(await whyNoContainerEngine(environment)).toBe(
    `no container engine answers: ${folder}/none.sock is not there`,
  );
});

test("a transport that cannot be used is named", async () => {
  const environment = { DOCKER_HOST: "ssh://me@builder" };
  expect(await createContainerEngineFinder(environment)()).toBeUndefined();
  expect(await whyNoContainerEngine(environment)).toBe(
    "no container engine answers: ssh://me@builder is neither a socket nor plain tcp",
  );
});

test("a port where nobody listens is told", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  const port = typeof address === "object" && address ? address.port : 0;
  expect(await whyNoContainerEngine({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })).toBe(
    `no container engine answers: 127.0.0.1:${port} refuses connections: its daemon does not run`,
  );
});

test("what answers but is no container engine is not taken for one", async () => {
  const path = join(folder, "other.sock");
  const server = createHttpServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  expect(await createContainerEngineFinder({ DOCKER_HOST: `unix://${path}` })()).toBeUndefined();
  await new Promise((resolve) => server.close(resolve));
});
