import type { TaskRecord } from "../executions/execution-store.ts";
import type { Integration } from "./integration.ts";
import type { Mocks } from "./mocks/mocks.ts";
import { findIntegration } from "./table.ts";
import type { TaskResource } from "./task-resource.ts";

export interface FoundIntegration {
  integration: Integration;
  resource: TaskResource;
}

/** Where tasks go. */
export interface Integrations {
  /** Throws `TaskFailure` when nothing here runs the task, with what could be added. */
  find(task: TaskRecord): FoundIntegration;
  isMocked(task: TaskRecord): boolean;
}

/** First a mock of the execution's test case, then the engine's own integrations. */
export function createIntegrations(options: {
  mocks: Mocks;
  /** The test case that the execution was started with. */
  findTestCase: (executionArn: string) => { stateMachine: string; name: string } | undefined;
}): Integrations {
  const { mocks, findTestCase } = options;
  const findMock = (task: TaskRecord): FoundIntegration | undefined => {
    const testCase = findTestCase(task.executionArn);
    return testCase && mocks.find(task, testCase);
  };
  return {
    find: (task) => findMock(task) ?? findIntegration(task.request.resource),
    isMocked: (task) => findMock(task) !== undefined,
  };
}
