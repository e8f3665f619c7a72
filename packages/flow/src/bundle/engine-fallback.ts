import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** What is used of esbuild's plugins. */
export interface EsbuildPlugin {
  name: string;
  setup(build: {
    onResolve(options: { filter: RegExp }, find: (wanted: Wanted) => Promise<Found | undefined>): void;
    resolve(path: string, options: Omit<Wanted, "path">): Promise<Found>;
  }): void;
}

interface Wanted {
  path: string;
  kind:
    | "composes-from"
    | "dynamic-import"
    | "entry-point"
    | "import-rule"
    | "import-statement"
    | "require-call"
    | "require-resolve"
    | "url-token";
  resolveDir: string;
  pluginData?: unknown;
}

interface Found {
  path: string;
  errors: object[];
}

/** Tells our own questions from esbuild's. */
const asked = {};

/** A flow outside of any project has no `acme-engine` installed: it gets the one that bundles it, as it does when it is compiled. */
export const engineFallback: EsbuildPlugin = {
  name: "acme-engine",
  setup(build) {
    build.onResolve({ filter: /^acme-engine(?:\/|$)/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === asked) return undefined;
      const installed = await build.resolve(path, { kind, resolveDir, pluginData: asked });
      if (installed.errors.length === 0) return installed;
      const here = dirname(fileURLToPath(import.meta.url));
      return build.resolve(path, { kind, resolveDir: here, pluginData: asked });
    });
  },
};
