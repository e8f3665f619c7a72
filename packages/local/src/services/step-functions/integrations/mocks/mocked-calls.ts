import type { Store } from "../../../../store/store.ts";

/**
 * Which call of its state a mocked task is, in its execution: retries, iterations and rounds of a loop take one each. Measured on
 * Step Functions Local 2.0.0: floci #3254.
 */
export interface MockedCalls {
  /** From 0. The same for the same task, also after a restart. */
  numberOf(task: { execution: number; executionArn: string; taskId: string; state: string }): number;
  /** The execution has ended; what was kept of it in memory goes. */
  forget(executionArn: string): void;
}

const schema = [
  `
  -- Tasks of standard executions that were answered from a mock configuration.
  CREATE TABLE sfn_mocked_calls (
    execution INTEGER NOT NULL REFERENCES sfn_executions (id) ON DELETE CASCADE,
    task_id TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The n-th call of this state in this execution, from 0.
    number INTEGER NOT NULL,
    PRIMARY KEY (execution, task_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sfn_mocked_calls_by_state ON sfn_mocked_calls (execution, state);
  `,
];

/** After `sfn_executions` is there. Express executions have the id 0 and are counted in memory. */
export function createMockedCalls(store: Store): MockedCalls {
  store.migrate("step-functions-mocks", schema);
  const express = new Map<string, Map<string, number>>();
  return {
    numberOf({ execution, executionArn, taskId, state }) {
      if (execution === 0) {
        const counts = express.get(executionArn) ?? new Map<string, number>();
        express.set(executionArn, counts);
        const number = counts.get(state) ?? 0;
        counts.set(state, number + 1);
        return number;
      }
      store
        .prepare(
          `INSERT OR IGNORE INTO sfn_mocked_calls (execution, task_id, state, number)
            VALUES (?1, ?2, ?3, (SELECT count(*) FROM sfn_mocked_calls WHERE execution = ?1 AND state = ?3))`,
        )
        .run(execution, taskId, state);
      const row = store
        .prepare("SELECT number FROM sfn_mocked_calls WHERE execution = ? AND task_id = ?")
        .get(execution, taskId);
      return Number(row?.["number"]);
    },
    forget: (executionArn) => void express.delete(executionArn),
  };
}
