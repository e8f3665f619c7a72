import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { withTag } from "./pull-image.ts";
import { registryAuth, registryOf } from "./registry-auth.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "acme-home-"));
  mkdirSync(join(home, ".docker"));
});
afterEach(() => rmSync(home, { recursive: true }));

const writeConfig = (config: object) =>
  writeFileSync(join(home, ".docker/config.json"), JSON.stringify(config));
const authOf = async (image: string) => {
  const header = await registryAuth(image, {
    HOME: home,
    PATH: `${home}${delimiter}${process.env["PATH"]}`,
  });
  return header === undefined ? undefined : JSON.parse(Buffer.from(header, "base64url").toString());
};

test.each([
  ["python:3.13", "https://index.docker.io/v1/"],
  ["prefecthq/prefect", "https://index.docker.io/v1/"],
  ["docker.io/library/python", "https://index.docker.io/v1/"],
  ["ghcr.io/acme/etl:1", "ghcr.io"],
  ["localhost:5000/etl", "localhost:5000"],
])("%s comes from %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});

test("what docker login kept is sent to that registry only", async () => {
  writeConfig({ auths: { "ghcr.io": { auth: Buffer.from("me:a:token").toString("base64") } } });
  expect(await authOf("ghcr.io/acme/etl")).toEqual({
    username: "me",
    password: "a:token",
    serveraddress: "ghcr.io",
  });
  expect(await authOf("quay.io/acme/etl")).toBeUndefined();
});

test("a credential helper is asked for the registry", async () => {
  writeConfig({ credHelpers: { "ghcr.io": "test" } });
  const helper = join(home, "docker-credential-test");
  writeFileSync(
    helper,
    '#!/bin/sh\nread registry\necho "{\\"Username\\":\\"$1\\",\\"Secret\\":\\"for $registry\\"}"\n',
  );
  chmodSync(helper, 0o755);
  expect(await authOf("ghcr.io/acme/etl")).toMatchObject({ username: "get", password: "for ghcr.io" });
});

test("without a login, and with a helper that is missing, the pull is anonymous", async () => {
  expect(await authOf("ghcr.io/acme/etl")).toBeUndefined();
  writeConfig({ credsStore: "missing" });
  expect(await authOf("ghcr.io/acme/etl")).toBeUndefined();
});

test.each([
  ["python", "python:latest"],
  ["localhost:5000/etl", "localhost:5000/etl:latest"],
  ["python:3.13", "python:3.13"],
  ["etl@sha256:0123", "etl@sha256:0123"],
])("%s is pulled as %s, never with all its tags", (image, pulled) => {
  expect(withTag(image)).toBe(pulled);
});
