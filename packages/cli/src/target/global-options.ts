/** Options that every command which reaches a target has. */
export interface TargetOptions {
  target?: string;
  cluster?: string;
  region?: string;
  profile?: string;
  endpoint?: string;
  runtime?: string;
}
