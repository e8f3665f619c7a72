/**
 * An engine alone in its process, to be killed: `node tests/testing/engine-process.ts FOLDER`. Its store and its mock configuration
 * lie in the folder, tasks run there as processes. Prints its URL when it answers.
 */
import { join } from "node:path";

import { startEngine } from "@acme-engine/local";

const [folder = "."] = process.argv.slice(2);
const engine = await startEngine({
  storePath: join(folder, "engine.db"),
  mockConfigFile: join(folder, "mocks.json"),
  projectDirectory: folder,
  runtime: "process",
  http: { port: 0 },
});
console.log(engine.url);
