import type { EngineContext } from "../../../engine-context.ts";
import { EngineError } from "../../../engine-error.ts";
import { createFunctionRuntime } from "../../../functions/function-runtime.ts";
import { createIntegrations, type Integrations } from "./find-integration.ts";
import type { IntegrationOptions, IntegrationSurroundings } from "./integration-options.ts";
import { createLambdaIntegrations } from "./lambda/lambda-integrations.ts";
import { createMappedInvoker } from "./lambda/lambda-invoker.ts";
import { createServiceInvoker } from "./lambda/service-invoker.ts";
import { openMockConfigFile } from "./mocks/mock-config-file.ts";
import { createMockedCalls } from "./mocks/mocked-calls.ts";
import { createMocks, type Mocks } from "./mocks/mocks.ts";
import { createPassThrough, type PassThrough } from "./pass-through/pass-through.ts";
import { whatToAdd } from "./what-to-add.ts";

export interface IntegrationSetup {
  integrations: Integrations;
  mocks: Mocks;
  waitScale: number;
  close(): Promise<void>;
}

/** Throws `EngineError` ACME_MOCK_CONFIG, ACME_FUNCTIONS, ACME_PASS_THROUGH or ACME_WAIT_SCALE for an option that cannot be used. */
export function setUpIntegrations(
  context: EngineContext,
  options: IntegrationOptions & IntegrationSurroundings,
  findTestCase: (executionArn: string) => { stateMachine: string; name: string } | undefined,
): IntegrationSetup {
  const {
    mockConfigFile,
    functions: settings = {},
    onNotice = () => {},
    endpoint = () => undefined,
  } = options;
  const waitScale = checkWaitScale(options.waitScale ?? 1);

  const calls = createMockedCalls(context.store);
  const mocks = createMocks(
    mockConfigFile === undefined ? undefined : openMockConfigFile(mockConfigFile),
    calls,
  );
  const unsubscribe = context.events.subscribe("Step Functions Execution Status Change", (detail) =>
    calls.forget(detail.executionArn),
  );

  const tell = (message: string) => onNotice({ taskArn: undefined, message });
  const functions = createFunctionRuntime({
    settings,
    projectDirectory: options.projectDirectory ?? process.cwd(),
    region: context.region,
    clock: context.clock,
    endpoint,
    hostEnvironment: options.hostEnvironment ?? process.env,
    onOutput: (name, line) => tell(`function ${name}: ${line}`),
  });
  const mapped = createMappedInvoker(functions, (name, reason) =>
    tell(`function ${name}: an asynchronous call failed: ${reason}`),
  );
  const passThrough = openPassThrough(context, options, endpoint);
  const lambda = createLambdaIntegrations(
    passThrough ? [mapped, createServiceInvoker(passThrough)] : [mapped],
    // With functions of its own the engine answers as Lambda does.
    (name) => (functions.names.length === 0 ? whatToAdd(name) : undefined),
  );

  return {
    integrations: createIntegrations({ mocks, findTestCase, lambda, passThrough }),
    mocks,
    waitScale,
    async close() {
      unsubscribe();
      passThrough?.close();
      await functions.close();
    },
  };
}

function openPassThrough(
  { region }: EngineContext,
  { passThrough, projectDirectory, hostEnvironment }: IntegrationOptions & IntegrationSurroundings,
  own: () => string | undefined,
): PassThrough | undefined {
  if (passThrough === undefined) return undefined;
  if (passThrough !== "aws" && !/^https?:\/\/./.test(passThrough)) {
    throw new EngineError(
      "ACME_PASS_THROUGH",
      `Calls cannot be passed through to ${JSON.stringify(passThrough)}; expected "aws" or a URL.`,
      { hint: "For example --pass-through http://127.0.0.1:4567" },
    );
  }
  return createPassThrough(
    {
      endpoint: passThrough === "aws" ? undefined : passThrough,
      region,
      projectDirectory: projectDirectory ?? process.cwd(),
      environment: hostEnvironment ?? process.env,
    },
    own,
  );
}

function checkWaitScale(waitScale: number): number {
  if (waitScale >= 0 && waitScale <= 1) return waitScale;
  throw new EngineError("ACME_WAIT_SCALE", `The wait scale ${waitScale} cannot be used; expected 0 to 1.`, {
    hint: "0 ends each wait at once, 0.01 after a hundredth of its time, 1 when it is over.",
  });
}
