import type { Json } from "./json/json.ts";
import type { JsonObject } from "./json/object.ts";

/** A distributed Map that has been entered: what a host needs to run its children. Plain JSON. */
export interface MapRunRequest {
  /** `arn:…:mapRun:<machine>/<label>:<id>`; names the map run in every later call. */
  mapRunArn: string;
  /** The Map state, whose item processor is the children's state machine: see `childMachine`. */
  stateName: string;
  label: string;
  executionType: "STANDARD" | "EXPRESS";
  source: ItemSource;
  /** Children at a time as the state says; 0 means no limit of its own. */
  maxConcurrency: number;
  tolerance: {
    /** Items. Undefined where the state says nothing. */
    count?: number;
    /** 0 to 100. */
    percentage?: number;
  };
  /** Several items for each child. */
  batching?: {
    maxItems?: number;
    /** Of a batch's items as JSON. */
    maxBytes: number;
    batchInput?: Json;
  };
  resultWriter?: MapRunWriter;
  /** How often it has been redriven: the host runs its unsuccessful and its pending children. Absent: never. */
  redriveCount?: number;
}

/** Where the items are: in the state's own data, or where its ItemReader points. */
export type ItemSource =
  | { kind: "state"; items: Json[] }
  | {
      kind: "reader";
      /** `arn:aws:states:::s3:getObject` or `…:listObjectsV2`. */
      resource: string;
      /** The evaluated arguments: Bucket, Key, Prefix … */
      arguments: JsonObject;
      /** ReaderConfig as it stands. */
      config: JsonObject;
      maxItems?: number;
    };

/** Source: Developer Guide, ResultWriter. */
export interface MapRunWriter {
  /** Undefined: the results are transformed and become the state's result. */
  target?: { bucket: string; prefix: string };
  transformation: "NONE" | "COMPACT" | "FLATTEN";
  outputType: "JSON" | "JSONL";
}

/** One item on its way to a child. */
export interface MapRunItem {
  value: Json;
  /** From 0, over the whole map run. */
  index: number;
  /** `$states.context.Map.Item.Source`: `STATE_DATA`, or where in S3 the item was read. */
  source: string;
}
