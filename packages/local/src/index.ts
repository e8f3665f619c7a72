export { type Engine, type EngineOptions, startEngine } from "./engine.ts";
export { EngineError } from "./engine-error.ts";
export type { SdkRequestHandler } from "./protocol/sdk-request-handler.ts";
