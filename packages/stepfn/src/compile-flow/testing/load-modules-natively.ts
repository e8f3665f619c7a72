import esbuild from "esbuild";
import * as engine from "../../../../flow/src/index.ts";
import type { Json } from "../../json.ts";

/** Modules of a test by path; their imports are `./name.ts`. */
export type TestModules = Readonly<Record<string, string>>;

/** The exports of `flow.ts`, with the modules that it imports, as JavaScript has them. */
export async function loadModulesNatively(
  modules: TestModules,
): Promise<Record<string, engine.Flow<Json, Json>>> {
  const bundle = await esbuild.build({
    entryPoints: ["flow.ts"],
    bundle: true,
    write: false,
    format: "cjs",
    target: "node22",
    keepNames: true,
    external: ["acme-engine"],
    plugins: [
      {
        name: "modules of the test",
        setup(build) {
          build.onResolve({ filter: /\.ts$/ }, ({ path }) => ({
            path: path.replace("./", ""),
            namespace: "test",
          }));
          build.onLoad({ filter: /.*/, namespace: "test" }, ({ path }) => ({
            contents: modules[path] ?? "",
            loader: "ts",
          }));
        },
      },
    ],
  });
  const module = { exports: {} };
  // The text is a test's own.
  new Function("module", "exports", "require", bundle.outputFiles[0]?.text ?? "")(
    module,
    module.exports,
    () => engine,
  );
  return module.exports;
}

/** What the compiler reads of them. */
export function readerOf(modules: TestModules) {
  return (specifier: string): { path: string; source: string } | undefined => {
    const path = specifier.replace("./", "");
    const source = modules[path];
    return source === undefined ? undefined : { path, source };
  };
}
