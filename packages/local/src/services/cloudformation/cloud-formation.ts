import type { EngineContext } from "../../engine-context.ts";
import type { ChangeSets } from "./records/change-sets.ts";
import type { StackEvents } from "./records/events.ts";
import type { Exports } from "./records/exports.ts";
import type { Resources } from "./records/resources.ts";
import type { Stacks } from "./records/stacks.ts";
import type { ResourceProvider } from "./resources/provider.ts";
import type { Template } from "./template/template.ts";

/** What CloudFormation's operations work with. */
export interface CloudFormation {
  readonly context: EngineContext;
  readonly stacks: Stacks;
  readonly resources: Resources;
  readonly changeSets: ChangeSets;
  readonly exports: Exports;
  readonly events: StackEvents;
  readonly providers: ReadonlyMap<string, ResourceProvider>;
  /** Throws ValidationError. */
  readonly readTemplate: (text: string) => Template;
  /** Goes on with the stack's operation in the background. */
  readonly start: (stackId: string) => void;
  /** Resolves when nothing goes on in the background. */
  readonly settled: () => Promise<void>;
}
