import type { FunctionSettings } from "../../../functions/function-settings.ts";

/** What the person who starts the engine may say about tasks that call other services, and about time. */
export interface IntegrationOptions {
  /**
   * A mock configuration as Step Functions Local has it; its test cases are chosen by `#<TestCase>` behind the state machine's ARN
   * at StartExecution. Read again when it changes.
   */
  mockConfigFile?: string;
  /** What stands for Lambda functions, by name or ARN: `./path/module.mjs#export`, read again when it changes, or `http://…`. */
  functions?: FunctionSettings;
  /** Where calls go to services that the engine does not have: `aws`, or the URL of another emulator. Default: they fail. */
  passThrough?: string;
  /** What of their time Wait states and pauses before retries take, from 0 to 1. Timeouts and heartbeats keep theirs. Default 1. */
  waitScale?: number;
}

/** What integrations need to know of the machine and the project. */
export interface IntegrationSurroundings {
  /** Where modules of functions and client packages are. Default: the working directory. */
  projectDirectory?: string;
  /** Where the engine can be reached over HTTP. */
  endpoint?: () => string | undefined;
  /** Default: this process's. */
  hostEnvironment?: Readonly<Record<string, string | undefined>>;
  /** Something that the person at the engine should see: what a function prints. */
  onNotice?: (notice: { taskArn: undefined; message: string }) => void;
}
