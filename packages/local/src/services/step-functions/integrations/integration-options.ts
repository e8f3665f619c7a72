/** What the person who starts the engine may say about tasks that call other services, and about time. */
export interface IntegrationOptions {
  /**
   * A mock configuration as Step Functions Local has it; its test cases are chosen by `#<TestCase>` behind the state machine's ARN
   * at StartExecution. Read again when it changes.
   */
  mockConfigFile?: string;
  /** What of their time Wait states and pauses before retries take, from 0 to 1. Timeouts and heartbeats keep theirs. Default 1. */
  waitScale?: number;
}
