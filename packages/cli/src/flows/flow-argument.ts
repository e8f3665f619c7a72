import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";

/** `FILE#flow` as somebody typed it. */
export interface FlowArgument {
  /** As typed, for messages. */
  path: string;
  flow: string | undefined;
}

/** Whether an argument means a flow's file and not the name of a deployment, which has no dot and no `#`. */
export function isFlowArgument(text: string, cwd: string): boolean {
  const { path, flow } = parseFlowArgument(text);
  return flow !== undefined || isSource(path) || (!/\.json$/i.test(path) && isFile(resolve(cwd, path)));
}

/** What is behind the last `#` is the flow's name. */
export function parseFlowArgument(text: string): FlowArgument {
  const at = text.lastIndexOf("#");
  return at < 1 ? { path: text, flow: undefined } : { path: text.slice(0, at), flow: text.slice(at + 1) };
}

export function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/i.test(path);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
