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

/** One unit of work done by something else: a service, a function, an activity worker. */
export interface TaskState
  extends
    CommonFields,
    TransitionFields,
    PathFields,
    AssignFields,
    OutputFields,
    ResultFields,
    ErrorHandlingFields {
  Type: "Task";
  /** `arn:aws:states:::ecs:runTask.sync`, a Lambda function's ARN, an activity's ARN. Never an expression. */
  Resource: string;
  /** JSONata: what the resource gets. Default: the state's input. */
  Arguments?: Json;
  /** JSONPath: what the resource gets, a payload template. Default: the state's input. */
  Parameters?: Json;
  /** 1 to 99,999,999; fails with States.Timeout. JSONata states take an expression. */
  TimeoutSeconds?: number | string;
  /** JSONPath reference to the seconds. */
  TimeoutSecondsPath?: string;
  /** Must be below the timeout; fails with States.HeartbeatTimeout. JSONata states take an expression. */
  HeartbeatSeconds?: number | string;
  HeartbeatSecondsPath?: string;
  /** `RoleArn`: the role to assume for the call. */
  Credentials?: { [field: string]: Json };
}
