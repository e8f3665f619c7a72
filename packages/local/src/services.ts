import type { EngineContext } from "./engine-context.ts";
import type { Service } from "./protocol/service.ts";

export interface ServiceOptions {
  /** Where jobs reach the engine. Default: the address that the engine listens on. */
  endpoint?: () => string | undefined;
}

/** The services that the engine serves, in the order in which they take up earlier work. */
export function createServices(_context: EngineContext, _options: ServiceOptions): Service[] {
  return [];
}
