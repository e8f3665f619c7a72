import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { findRunningEngine, startEngineAt } from "./home.ts";

let home: string;
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), "acme-home-")), ".acme");
});
afterEach(() => rmSync(join(home, ".."), { recursive: true }));

test("a running engine is found at its home, a closed one is not", async () => {
  expect(await findRunningEngine(home)).toBeUndefined();
  const engine = await startEngineAt(home);
  expect(await findRunningEngine(home)).toEqual({ url: engine.url, pid: process.pid });
  await engine.close();
  expect(await findRunningEngine(home)).toBeUndefined();
  expect(existsSync(join(home, "engine.json"))).toBe(false);
});

test("a second engine on the same home is refused and leaves the first alone", async () => {
  const engine = await startEngineAt(home);
  await expect(startEngineAt(home)).rejects.toMatchObject({ code: "ACME_STORE_LOCKED" });
  expect(await findRunningEngine(home)).toMatchObject({ url: engine.url });
  await engine.close();
});

test("what a killed engine left behind is not taken for an engine", async () => {
  const engine = await startEngineAt(home);
  await engine.close();
  writeFileSync(join(home, "engine.json"), JSON.stringify({ url: "http://127.0.0.1:1", pid: 1 }));
  expect(await findRunningEngine(home)).toBeUndefined();
  const next = await startEngineAt(home);
  expect(await findRunningEngine(home)).toMatchObject({ url: next.url });
  await next.close();
});

test("a port that is taken is refused, and the home is free again", async () => {
  const other = await startEngineAt(`${home}-other`);
  const port = Number(new URL(other.url).port);
  await expect(startEngineAt(home, { http: { port } })).rejects.toMatchObject({
    code: "ACME_PORT_IN_USE",
    message: `Port ${port} on 127.0.0.1 is in use by another program.`,
  });
  await (await startEngineAt(home)).close();
  await other.close();
});
