/** One line that a run's container wrote. */
export interface LogLine {
  /** When the line was written, as the log driver saw it. */
  readonly at: Date;
  /** Without the line break. */
  readonly message: string;
  /** The task that wrote it; a run that retries has several. */
  readonly taskArn: string;
}
