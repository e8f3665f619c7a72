import type { TaskRecord } from "../executions/execution-store.ts";
import { type Integration, TaskFailure } from "./integration.ts";
import type { Mocks } from "./mocks/mocks.ts";
import type { PassThrough } from "./pass-through/pass-through.ts";
import { checkPattern, findOwnIntegration, integrations } from "./table.ts";
import { parseTaskResource, type TaskResource } from "./task-resource.ts";
import { whatToAdd } from "./what-to-add.ts";

export interface FoundIntegration {
  integration: Integration;
  resource: TaskResource;
}

/** Where tasks go. */
export interface Integrations {
  /** Throws `TaskFailure` when nothing here runs the task, with what could be added. */
  find(task: TaskRecord): FoundIntegration;
  /** As `find`, without the mocks of a test case. */
  findByResource(resource: string): FoundIntegration;
  isMocked(task: TaskRecord): boolean;
}

/** First a mock of the execution's test case, then the engine's own integrations, then functions, then what is passed through. */
export function createIntegrations(options: {
  mocks: Mocks;
  /** The test case that the execution was started with. */
  findTestCase: (executionArn: string) => { stateMachine: string; name: string } | undefined;
  lambda: { invoke: Integration; functionArn: Integration };
  passThrough: PassThrough | undefined;
}): Integrations {
  const { mocks, findTestCase, lambda, passThrough } = options;

  const findMock = (task: TaskRecord): FoundIntegration | undefined => {
    const testCase = findTestCase(task.executionArn);
    return testCase && mocks.find(task, testCase);
  };

  function findByResource(resource: string): FoundIntegration {
    const own = findOwnIntegration(resource);
    if (own) return own;
    if (/^arn:aws[\w-]*:lambda:/.test(resource)) {
      return {
        integration: lambda.functionArn,
        resource: { service: "lambda", action: "function", pattern: "requestResponse" },
      };
    }
    const parsed = parseTaskResource(resource);
    const integration =
      parsed?.service === "lambda" && parsed.action === "invoke"
        ? lambda.invoke
        : parsed && passThrough?.find(parsed);
    if (parsed && integration) return checkPattern(integration, parsed);
    const names = Object.keys(integrations).join(", ");
    throw new TaskFailure(
      "Acme.UnsupportedResource",
      `The engine cannot run the resource "${resource}". It runs ${names}, and Lambda functions that are mapped. ${whatToAdd()}`,
    );
  }

  return {
    find: (task) => findMock(task) ?? findByResource(task.request.resource),
    findByResource,
    isMocked: (task) => findMock(task) !== undefined,
  };
}
