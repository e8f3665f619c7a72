export { createContainerEngineFinder } from "./containers/find-container-engine.ts";
export { whyNoContainerEngine } from "./containers/why-no-engine.ts";
export { type Engine, type EngineOptions, startEngine } from "./engine.ts";
export { EngineError } from "./engine-error.ts";
export { findRunningEngine, type HomeOptions, type RunningEngine, startEngineAt } from "./home.ts";
export type { SdkRequestHandler } from "./protocol/sdk-request-handler.ts";
