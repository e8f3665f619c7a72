import type { CloudFormation } from "../cloud-formation.ts";
import type { StackOperation } from "../records/stack-record.ts";
import { apply } from "./apply.ts";
import { cleanUp } from "./clean-up.ts";
import { deleteStack } from "./delete.ts";
import type { PhaseControl, PhaseEnd } from "./phase.ts";
import { rollBack } from "./roll-back.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";

/** Carries out stack operations in the background, one at a time for each stack. */
export interface StackRunner {
  /** Goes on with the stack's operation; if one of the stack runs already, after it. */
  start(stackId: string): void;
  /** Resolves when no operation runs. */
  settled(): Promise<void>;
  /** Takes up what an earlier process left. */
  resume(): void;
  /** Ends at the next step; the store says how far each stack is. */
  close(): Promise<void>;
}

const phases: Readonly<
  Record<
    StackOperation["phase"],
    (cf: CloudFormation, stackId: string, control: PhaseControl) => Promise<PhaseEnd>
  >
> = { apply, rollback: rollBack, cleanUp, delete: deleteStack };

export function createStackRunner(cf: CloudFormation): StackRunner {
  const running = new Map<string, Promise<void>>();
  let closing = false;

  const runner: StackRunner = {
    start(stackId) {
      const run = (running.get(stackId) ?? Promise.resolve())
        .then(() => carryOut(cf, stackId, () => closing))
        // When not even the failure can be stored (the disk is full), the next start takes the stack up as it is stored.
        .catch(() => undefined)
        .finally(() => {
          if (running.get(stackId) === run) running.delete(stackId);
        });
      running.set(stackId, run);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
    resume() {
      for (const { stackId } of cf.stacks.listBusy()) runner.start(stackId);
    },
    async close() {
      closing = true;
      await runner.settled();
    },
  };
  return runner;
}

async function carryOut(cf: CloudFormation, stackId: string, isClosing: () => boolean): Promise<void> {
  for (;;) {
    if (isClosing()) return;
    const { operation } = cf.stacks.get(stackId);
    if (!operation) return;
    const isStopped = () => isClosing() || cf.stacks.get(stackId).operation?.id !== operation.id;
    try {
      if ((await phases[operation.phase](cf, stackId, { isClosing, isStopped })) === "stopped") return;
    } catch (error) {
      if (!isClosing()) giveUp(cf, stackId, operation, error);
      return;
    }
  }
}

/** A mistake of ours must not leave the stack in progress for ever. */
function giveUp(cf: CloudFormation, stackId: string, operation: StackOperation, error: unknown): void {
  const reason = `Internal Failure: ${error instanceof Error ? error.message : String(error)}`;
  const statuses = {
    create: operation.phase === "rollback" ? "ROLLBACK_FAILED" : "CREATE_FAILED",
    update: operation.phase === "rollback" ? "UPDATE_ROLLBACK_FAILED" : "UPDATE_FAILED",
    delete: "DELETE_FAILED",
  } as const;
  setStackStatus(cf, stackId, statuses[operation.kind], reason);
  changeStack(cf, stackId, { operation: undefined });
}
