/**
 * TypeScript's own modules, which are loaded when types are wanted. They call themselves unstable: what is used of them stays in this
 * folder, and their version is exact.
 */
export interface TypeScriptModules {
  api: typeof import("typescript/unstable/sync");
  ast: typeof import("typescript/unstable/ast");
}

/** TypeScript 7, or why it cannot be had. */
export async function loadTypeScript(): Promise<TypeScriptModules | { missing: string }> {
  try {
    const [api, ast] = await Promise.all([
      import("typescript/unstable/sync"),
      import("typescript/unstable/ast"),
    ]);
    return { api, ast };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
