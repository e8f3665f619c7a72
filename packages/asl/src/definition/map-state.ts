import type { Json } from "../json/json.ts";
import type {
  AssignFields,
  CommonFields,
  ErrorHandlingFields,
  OutputFields,
  PathFields,
  ResultFields,
  TransitionFields,
} from "./state-fields.ts";
import type { FlowDefinition } from "./state-machine.ts";

/** Runs a flow once for each item; the result is the list of the outputs, in the items' order. */
export interface MapState
  extends
    CommonFields,
    TransitionFields,
    PathFields,
    AssignFields,
    OutputFields,
    ResultFields,
    ErrorHandlingFields {
  Type: "Map";
  ItemProcessor?: ItemProcessorDefinition;
  /** The old name of ItemProcessor. */
  Iterator?: ItemProcessorDefinition;
  /** JSONata: the list. Default: the state's input. */
  Items?: Json;
  /** JSONPath: where the list is. Default `$`. */
  ItemsPath?: string;
  /** What an iteration gets, a template that sees `Map.Item`. Default: the item. */
  ItemSelector?: Json;
  /** JSONPath: the old name of ItemSelector. */
  Parameters?: Json;
  /** Iterations at a time; 0, the default, means no limit (40 in effect for inline maps on AWS). */
  MaxConcurrency?: number | string;
  MaxConcurrencyPath?: string;
  /** 0 to 100. Default 0: the first failed item fails the state. */
  ToleratedFailurePercentage?: number | string;
  ToleratedFailurePercentagePath?: string;
  ToleratedFailureCount?: number | string;
  ToleratedFailureCountPath?: string;
  /** Distributed: a name for the map run, at most 40 characters. */
  Label?: string;
  /** Distributed: reads the items from S3. */
  ItemReader?: { [field: string]: Json };
  /** Distributed: several items for one child execution. */
  ItemBatcher?: { [field: string]: Json };
  /** Distributed: writes the results to S3. */
  ResultWriter?: { [field: string]: Json };
}

export interface ItemProcessorDefinition extends FlowDefinition {
  /** Default INLINE. */
  ProcessorConfig?: { Mode?: "INLINE" | "DISTRIBUTED"; ExecutionType?: "STANDARD" | "EXPRESS" };
}
