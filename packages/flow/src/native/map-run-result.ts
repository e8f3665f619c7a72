/**
 * An item or batch that failed and was tolerated, among the results. Source: Developer Guide, "ResultWriter": a child execution. Its other fields
 * are there too, and say how the machine was made rather than what the flow did: `Input` holds what the children get of the flow's variables.
 */
export interface FailedItem {
  /** The error's message. */
  Cause: string;
  /** The name of the error's class. */
  Error: string;
  ExecutionArn: string;
  Name: string;
  StartDate: string;
  Status: "FAILED";
  StopDate: string;
}

/** Where the results of a map with `resultTo` are. */
export interface MapRunResult {
  MapRunArn: string;
  /** Its manifest.json names the files with the results. */
  ResultWriterDetails: { Bucket: string; Key: string };
}

/** The results of a map with `resultTo`, for who stands in for S3. */
export interface WrittenResults extends MapRunResult {
  readonly results: readonly unknown[];
}
