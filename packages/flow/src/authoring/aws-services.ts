/**
 * Types of `aws.<service>.<operation>`, made from the AWS SDK's own. The SDK writes them for JavaScript and a state has JSON: members begin with
 * a capital, instants and bytes are text. Nothing is imported here: a project names the clients that it wants types of, since a compiler takes
 * 50 to 160 ms to read those of one client, whether a flow uses it or not.
 */
import type { StepOptions } from "./task-options.ts";

/**
 * The services whose operations have types; all others take and give `any`. It is there to be merged with, by the types of an SDK client or by
 * operations that are written down:
 *
 *     declare module "acme-engine" {
 *       interface AwsServices {
 *         dynamodb: typeof import("@aws-sdk/client-dynamodb");
 *         polly: { startSpeechSynthesisTask(input: { Text: string }): { SynthesisTask: { TaskId: string } } };
 *       }
 *     }
 */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- for users to merge with
export interface AwsServices {}

/** How often and how long a call is tried, as for a task. Errors have Step Functions' names: `retry: [{ on: ["DynamoDb.ThrottlingException"], retries: 3 }]`. */
export type AwsCallOptions = StepOptions;

/** An operation of a service, with JSON in and out. */
export type AwsOperation<Input, Output> = (
  ...call: Record<never, never> extends Input
    ? [input?: Input, options?: AwsCallOptions]
    : [input: Input, options?: AwsCallOptions]
) => Promise<Output>;

/** The operations of a service: of an SDK client's module, or of an object of functions. */
type OperationsOf<Service> = [Extract<keyof Service, `${string}Command`>] extends [never]
  ? {
      readonly [Name in keyof Service]: Service[Name] extends (input: infer Input) => infer Output
        ? AwsOperation<Input, Awaited<Output>>
        : never;
    }
  : {
      readonly [Name in keyof Service as OperationName<Name>]: AwsOperation<
        StateInput<InputOf<Service[Name]>>,
        StateOutput<OutputOf<Service[Name]>, string>
      >;
    };

/** `PutItemCommand` → `putItem`. `$Command` is a class of the SDK's. */
type OperationName<Name> = Name extends `${infer Operation}Command`
  ? Operation extends "$"
    ? never
    : Uncapitalize<Operation>
  : never;

type InputOf<Command> = Command extends abstract new (...given: never[]) => { readonly input: infer Input }
  ? Input
  : never;

type OutputOf<Command> = Command extends abstract new (...given: never[]) => {
  resolveMiddleware(...given: never[]): (given: never) => Promise<{ output: infer Output }>;
}
  ? Omit<Output, "$metadata">
  : never;

type Bytes =
  | Uint8Array
  | ArrayBuffer
  | { getReader(): unknown }
  | { pipe(...given: never[]): unknown }
  | { transformToString(...given: never[]): unknown }
  | { stream(): unknown };

/** What a state gives to an operation, of what the SDK takes. */
type StateInput<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends bigint
    ? number
    : T extends Date | Bytes
      ? string
      : T extends readonly (infer Item)[]
        ? readonly StateInput<Item>[]
        : { [Name in keyof T as StateName<Name>]: StateInput<T[Name]> };

/** What a state gets from an operation, of what the SDK gives: only what is there, so no `undefined` beside `?`. */
type StateOutput<T, Instant> = T extends string | number | boolean | null
  ? T
  : T extends undefined
    ? never
    : T extends bigint
      ? number
      : T extends Date
        ? Instant
        : T extends Bytes
          ? string
          : T extends readonly (infer Item)[]
            ? StateOutput<Item, Instant>[]
            : { [Name in keyof T as StateName<Name>]: StateOutput<T[Name], Instant> };

/**
 * `taskArn` → `TaskArn`, `DBInstances` → `DbInstances`, `BOOL` → `Bool`: the names of AWS SDK for Java 2, which Step Functions has. Keys of maps
 * stay as they are.
 */
type StateName<Name> = Name extends string
  ? string extends Name
    ? Name
    : Name extends "$unknown"
      ? never
      : Name extends "NULL"
        ? "Nul"
        : Capitalize<LowerRuns<Name>>
  : Name;

/** Of each run of capitals only the first stays, and the last where a word begins with it. */
type LowerRuns<
  Rest extends string,
  Done extends string = "",
  AfterCapital extends boolean = false,
> = Rest extends `${infer Letter}${infer Others}`
  ? IsCapital<Letter> extends true
    ? AfterCapital extends true
      ? BeginsWord<Others> extends true
        ? LowerRuns<Others, `${Done}${Letter}`, true>
        : LowerRuns<Others, `${Done}${Lowercase<Letter>}`, true>
      : LowerRuns<Others, `${Done}${Letter}`, true>
    : LowerRuns<Others, `${Done}${Letter}`, false>
  : Done;

type IsCapital<Letter extends string> = Letter extends Lowercase<Letter> ? false : true;

type BeginsWord<Others extends string> = Others extends `${infer Letter}${string}`
  ? Letter extends Uppercase<Letter>
    ? false
    : true
  : false;

// oxlint-disable-next-line typescript/no-explicit-any -- what nobody has declared is usable as it is, like an import without types
type Undeclared = any;

/** What optimized integrations do differently. Source: Developer Guide, their pages. */
interface Optimized {
  lambda: {
    /** Payloads are JSON, and a function's error arrives with its own name. */
    invoke(input: {
      FunctionName: string;
      Payload?: unknown;
      InvocationType?: "RequestResponse" | "Event" | "DryRun";
      Qualifier?: string;
      ClientContext?: string;
      LogType?: "None" | "Tail";
    }): { StatusCode: number; ExecutedVersion?: string; Payload: Undeclared };
  };
  states: {
    startExecution(input: { StateMachineArn: string; Input?: unknown; Name?: string }): {
      ExecutionArn: string;
      /** Milliseconds since the epoch, as all instants in optimized integrations. */
      StartDate: number;
    };
  };
}

/** What `.sync` gives: the job once it has ended well, as its service describes it. A service that is not declared here gives `any`. */
interface Jobs<Service> {
  athena: { startQueryExecution: JobOutput<Service, "GetQueryExecutionCommand"> };
  batch: { submitJob: ItemOf<JobOutput<Service, "DescribeJobsCommand">, "Jobs"> };
  codebuild: { startBuild: Undeclared; startBuildBatch: Undeclared };
  ecs: { runTask: ItemOf<JobOutput<Service, "DescribeTasksCommand">, "Tasks"> };
  glue: { startJobRun: PartOf<JobOutput<Service, "GetJobRunCommand">, "JobRun"> };
  sagemaker: {
    [Operation in SagemakerJob as `create${Operation}`]: JobOutput<Service, `Describe${Operation}Command`>;
  };
  states: {
    startExecution: {
      ExecutionArn: string;
      StateMachineArn: string;
      Name: string;
      Status: "SUCCEEDED";
      StartDate: number;
      StopDate: number;
      Input: Undeclared;
      Output: Undeclared;
    };
  };
}

type SagemakerJob =
  | "TrainingJob"
  | "TransformJob"
  | "ProcessingJob"
  | "LabelingJob"
  | "HyperParameterTuningJob";

type JobOutput<Service, Command extends string> = Service extends { [Name in Command]: infer Class }
  ? StateOutput<OutputOf<Class>, number>
  : Undeclared;

type PartOf<Output, Name extends string> = Output extends { [Each in Name]?: infer Part } ? Part : Undeclared;

type ItemOf<Output, Name extends string> = PartOf<Output, Name> extends (infer Item)[] ? Item : Undeclared;

/** A part of a table by its name; an empty one for what the table does not have. */
type RowOf<Table, Name> = Name extends keyof Table ? Table[Name] : Record<never, never>;

type DeclaredOperations<Service> = OperationsOf<RowOf<Optimized, Service>> &
  Omit<OperationsOf<RowOf<AwsServices, Service>>, keyof RowOf<Optimized, Service>>;

type WithJobs<Operations, Outputs> = {
  readonly [Name in keyof Operations]: Name extends keyof Outputs
    ? Operations[Name] & { readonly sync: JobOf<Operations[Name], Outputs[Name]> }
    : Operations[Name];
};

type JobOf<Operation, Output> = Operation extends (...call: infer Call) => unknown
  ? (...call: Call) => Promise<Output>
  : never;

/** All services: those that are declared with their types. */
export type Aws = {
  readonly [Service in keyof AwsServices | keyof Optimized]: WithJobs<
    DeclaredOperations<Service>,
    RowOf<Jobs<RowOf<AwsServices, Service>>, Service>
  >;
} & { readonly [service: string]: Undeclared };
