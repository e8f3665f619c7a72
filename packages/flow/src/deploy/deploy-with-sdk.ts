import { AcmeError } from "../acme-error.ts";
import type { DeclaredAt } from "./declared-at.ts";
import type { FlowDeployment, FlowDeployOptions } from "./flow-deploy-options.ts";

/** A name, so that no bundle of tasks takes the SDK in. */
const sdk = "@acme-engine/sdk";

/** Imports by a module's name or URL. Handed in by tests. */
export type ImportModule = (specifier: string) => Promise<unknown>;

/** Hands the flow over to `deployFlow` of the SDK. Throws `AcmeError` (ACME_NO_SDK, ACME_NO_MODULE). */
export async function deployWithSdk(
  flow: string,
  { entry, ...options }: FlowDeployOptions,
  place: DeclaredAt,
  importModule: ImportModule = (specifier) => import(specifier),
): Promise<FlowDeployment> {
  const module = entry ?? place.module;
  if (module === undefined) {
    throw new AcmeError("ACME_NO_MODULE", `it is not known which module flow "${flow}" is written in`, {
      hint: 'Say it: deploy({ name: "prod", entry: import.meta.url }).',
    });
  }
  const { deployFlow } = await loadSdk(importModule, module);
  return deployFlow({ ...options, module, flow });
}

interface Sdk {
  deployFlow(options: {
    module: string | URL;
    flow: string;
    [option: string]: unknown;
  }): Promise<FlowDeployment>;
}

/** The SDK of the flow's own project; some package managers give it to that alone. Else the one beside this package. */
async function loadSdk(importModule: ImportModule, module: string | URL): Promise<Sdk> {
  const loaded = await importModule((await findBeside(module)) ?? sdk).catch((cause: unknown) => {
    if (!isAbsent(cause)) throw cause;
    throw new AcmeError("ACME_NO_SDK", `deploy() needs ${sdk}, which is not installed`, {
      hint: `npm install --save-dev ${sdk}`,
      cause,
    });
  });
  if (isSdk(loaded)) return loaded;
  throw new AcmeError("ACME_NO_SDK", `the ${sdk} that is installed has no deployFlow()`, {
    hint: `Install the version of acme-engine: npm install --save-dev ${sdk}`,
  });
}

/** The SDK itself; that it is there and lacks a package of its own is another matter. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_MODULE_NOT_FOUND" &&
    error.message.includes(`'${sdk}'`)
  );
}

async function findBeside(module: string | URL): Promise<string | undefined> {
  const [{ createRequire }, { pathToFileURL }] = await Promise.all([
    import("node:module"),
    import("node:url"),
  ]);
  try {
    return pathToFileURL(createRequire(module).resolve(sdk)).href;
  } catch {
    return undefined;
  }
}

function isSdk(loaded: unknown): loaded is Sdk {
  return (
    typeof loaded === "object" &&
    loaded !== null &&
    "deployFlow" in loaded &&
    typeof loaded.deployFlow === "function"
  );
}
