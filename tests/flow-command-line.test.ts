import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createWorld, type World } from "./testing/acme-process.ts";

let world: World;
beforeAll(() => {
  world = createWorld();
  // What npm would have installed.
  mkdirSync(join(world.folder, "node_modules"));
  symlinkSync(
    fileURLToPath(new URL("../packages/flow", import.meta.url)),
    join(world.folder, "node_modules", "acme-engine"),
  );
  write("flows/price.ts", "export const price = 3;\n");
  write("flows/shop.ts", shop);
});
afterAll(() => world.close());

const shop = `import { flow, FlowError, task } from "acme-engine";
import { price } from "./price.ts";

class TooMany extends FlowError {}

const pack = task({ name: "pack" }, async ({ count }: { count: number }): Promise<{ boxes: number }> => {
  console.log(\`packing \${count}\`);
  if (count > 100) throw new TooMany(\`\${count} do not fit\`);
  return { boxes: count };
});

export const buy = flow({ name: "buy" }, async ({ count }: { count: number }) => {
  const { boxes } = await pack({ count });
  return { boxes, total: boxes * price };
});

export const look = flow({ name: "look" }, async ({ count }: { count: number }) => ({ count }));
`;

function write(path: string, text: string): void {
  mkdirSync(join(world.folder, path, ".."), { recursive: true });
  writeFileSync(join(world.folder, path), text);
}

// Every step is a process that loads the whole engine from its sources.
describe("from a flow's file to its result", { timeout: 90_000 }, () => {
  test("acme run FILE#FLOW makes what is missing, shows the tasks' logs and ends with the result", async () => {
    const ran = await world.run("run flows/shop.ts#buy -p count=4");
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stderr).toContain("Cluster jobs: created");
    expect(ran.stderr).toContain("buy/default: created, version 1 is live");
    expect(ran.stdout).toContain("packing 4\n");
    expect(ran.stdout).toMatch(/Run \S+ succeeded after .*\n\{\n {2}"boxes": 4,\n {2}"total": 12\n\}\n$/);
    const again = await world.run("run flows/shop.ts#buy -p count=5 --json");
    expect(JSON.parse(again.stdout)).toMatchObject({ status: "SUCCEEDED", output: { boxes: 5, total: 15 } });
    expect(again.stderr).toContain("buy/default: unchanged");
  });

  test("a run that fails says the error, and the line of the flow; so does acme runs show", async () => {
    const ran = await world.run("run flows/shop.ts#buy -p count=101 --run-name failing");
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toContain("TooMany: 101 do not fit, in pack (flows/shop.ts:13:27).");
    expect(ran.stdout).toContain("13 |   const { boxes } = await pack({ count });");
    expect(ran.stdout).toMatch(/at .*shop\.ts:8:\d+/);
    const shown = await world.run("runs show failing");
    expect(shown.exitCode, shown.stderr).toBe(0);
    expect(shown.stdout).toContain("Run failing of buy/default, version 1: FAILED");
    expect(shown.stdout).toContain('parameters {"count":101}');
    expect(shown.stdout).toContain("13 |   const { boxes } = await pack({ count });");
  });

  test("parameters that do not fit start nothing", async () => {
    const refused = await world.run("run flows/shop.ts#buy -p count=many");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('parameters.count is "many"; expected a number');
    expect(refused.stderr).not.toContain("started");
  });

  test("a flow that does not compile reaches no target, and nothing is written", async () => {
    write("flows/bad.ts", shop.replace("return { boxes,", "this;\n  return { boxes,"));
    const before = readdirSync(join(world.folder, ".acme", "definitions"));
    for (const command of [
      "run flows/bad.ts#buy -p count=1",
      "deploy flows/bad.ts#buy",
      "build flows/bad.ts",
    ]) {
      const refused = await world.run(command);
      expect(refused.exitCode, refused.stdout).toBe(1);
      expect(refused.stderr).toContain("error ACME1105");
      expect(refused.stderr).toContain("--> flows/bad.ts:14:3");
      expect(refused.stderr).not.toContain("Target:");
    }
    expect(readdirSync(join(world.folder, ".acme", "definitions"))).toEqual(before);
    expect(existsSync(join(world.folder, "Dockerfile"))).toBe(false);
  });

  test("acme deploy takes a flow's file", async () => {
    const named = await world.run("deploy flows/shop.ts#buy --name prod");
    expect(named.exitCode, named.stderr).toBe(0);
    expect(named.stdout).toContain("buy/prod: created, version 1 is live");
  });

  test("acme deploy takes the flows of acme.config.json", async () => {
    const deployments = {
      "look/prod": { flow: "flows/shop.ts" },
      nightly: { flow: "flows/shop.ts#buy", parameters: { count: 7 } },
    };
    write("acme.config.json", JSON.stringify({ deployments }));
    const all = await world.run("deploy");
    expect(all.exitCode, all.stderr).toBe(0);
    expect(all.stdout).toContain("look/prod: created");
    expect(all.stdout).toContain("buy/nightly: created");
    const ran = await world.run("run buy/nightly --wait --json");
    expect(JSON.parse(ran.stdout)).toMatchObject({ output: { boxes: 7, total: 21 } });
    write("acme.config.json", "{}");
  });

  test("acme build makes one file of the tasks, which Node runs, and leaves a Dockerfile that is there", async () => {
    const built = await world.run("build flows/shop.ts");
    expect(built.exitCode, built.stderr).toBe(0);
    expect(built.stdout).toMatch(/^Wrote \.acme\/tasks\.mjs \(\d+ KiB\) and Dockerfile\n$/);
    expect(readFileSync(join(world.folder, "Dockerfile"), "utf8")).toContain(
      '[".acme/tasks.mjs","tasks.mjs"]',
    );
    write("Dockerfile", "FROM scratch\n");
    expect((await world.run("build flows/shop.ts")).stdout).toContain("the Dockerfile that is there stays");
    expect(readFileSync(join(world.folder, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
  });

  test("--watch runs again when a file that the flow imports changes, shows problems, and ends with Ctrl-C", async () => {
    const watching = world.start("run flows/shop.ts#buy -p count=2 --watch");
    await watching.seen('"total": 6');
    await watching.seen("Watching 2 files");
    write("flows/price.ts", "export const price = 10;\n");
    await watching.seen('"total": 20');
    write("flows/price.ts", "export const price = ;\n");
    await watching.seen("error ACME1001");
    write("flows/price.ts", "export const price = 11;\n");
    await watching.seen('"total": 22');
    watching.child.kill("SIGINT");
    expect(await watching.finished).toMatchObject({ exitCode: 0 });
  });
});
