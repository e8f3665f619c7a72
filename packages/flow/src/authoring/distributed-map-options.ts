export interface DistributedMapOptions {
  /** How many child executions run at a time. Default 0: up to 10,000. */
  concurrency?: number;
  /** Names the map run; unique within a flow, at most 40 characters. */
  label?: string;
  /** Gives each child execution up to that many items, as an array. */
  itemsPerBatch?: number;
  /** How many items may fail before the map does, 0 to 100 in percent of all. */
  toleratedFailurePercentage?: number;
  /** How many items may fail before the map does. Of the two, what is reached first counts; with neither, the first failure does. */
  toleratedFailureCount?: number;
  /** Writes the results to S3 instead of handing them on: they may be more than 256 KiB. */
  resultTo?: { bucket: string; prefix?: string };
  /** What a child execution is. Default `STANDARD`; `EXPRESS` is cheaper, ends within five minutes, and cannot wait for containers or tokens. */
  type?: "STANDARD" | "EXPRESS";
}
