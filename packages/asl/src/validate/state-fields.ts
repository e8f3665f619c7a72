import { assignment } from "./assign-rules.ts";
import type { StateType } from "../definition/state-machine.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import { expressionOr, jsonataTemplate, resultTemplate } from "./jsonata-rules.ts";
import {
  anything,
  array,
  boolean,
  decimal,
  integer,
  itemsPath,
  nullablePath,
  object,
  oneOf,
  pathOrFunction,
  payloadTemplate,
  referencePath,
  resultPath,
  string,
  timestamp,
  type ValueRule,
} from "./value-rules.ts";

/** What a field may hold, by query language; a language that is absent does not have the field. */
export type FieldRules = { readonly [Language in QueryLanguage]?: ValueRule };

type FieldTable = { readonly [field: string]: FieldRules };

const maxSeconds = 99_999_999;

function both(rule: ValueRule): FieldRules {
  return { JSONPath: rule, JSONata: rule };
}

/** A fixed value that JSONata states may compute. */
function computable(rule: ValueRule): FieldRules {
  return { JSONPath: rule, JSONata: expressionOr(rule) };
}

const jsonPath = (rule: ValueRule): FieldRules => ({ JSONPath: rule });
const jsonata = (rule: ValueRule): FieldRules => ({ JSONata: rule });

const common: FieldTable = {
  Type: both(string),
  Comment: both(string),
  QueryLanguage: both(oneOf("JSONPath", "JSONata")),
};

const transition: FieldTable = { Next: both(string), End: both(boolean) };

const paths: FieldTable = { InputPath: jsonPath(nullablePath), OutputPath: jsonPath(nullablePath) };

const assign: FieldTable = {
  Assign: { JSONPath: assignment(payloadTemplate), JSONata: assignment(jsonataTemplate) },
};

const output: FieldTable = { Output: jsonata(jsonataTemplate) };

const result: FieldTable = { ResultSelector: jsonPath(payloadTemplate), ResultPath: jsonPath(resultPath) };

const errorHandling: FieldTable = { Retry: both(array), Catch: both(array) };

const work: FieldTable = {
  ...common,
  ...transition,
  ...paths,
  ...result,
  ...errorHandling,
  Assign: { JSONPath: assignment(payloadTemplate), JSONata: assignment(resultTemplate) },
  Output: jsonata(resultTemplate),
  Arguments: jsonata(jsonataTemplate),
  Parameters: jsonPath(payloadTemplate),
};

/** The fields of each state. Any other is refused. Source: Developer Guide, Workflow states, a page for each. */
export const stateFields: { readonly [Type in StateType]: FieldTable } = {
  Pass: {
    ...common,
    ...transition,
    ...paths,
    ...assign,
    ...output,
    ResultPath: jsonPath(resultPath),
    Result: jsonPath(anything),
    Parameters: jsonPath(payloadTemplate),
  },
  Task: {
    ...work,
    Resource: both(string),
    Credentials: both(object),
    TimeoutSeconds: computable(integer(1, maxSeconds)),
    TimeoutSecondsPath: jsonPath(referencePath),
    HeartbeatSeconds: computable(integer(1, maxSeconds)),
    HeartbeatSecondsPath: jsonPath(referencePath),
  },
  Choice: { ...common, ...paths, ...assign, ...output, Choices: both(array), Default: both(string) },
  Wait: {
    ...common,
    ...transition,
    ...paths,
    ...assign,
    ...output,
    Seconds: computable(integer(0, maxSeconds)),
    Timestamp: computable(timestamp),
    SecondsPath: jsonPath(referencePath),
    TimestampPath: jsonPath(referencePath),
  },
  Succeed: { ...common, ...paths, ...output },
  Fail: {
    ...common,
    Error: { JSONPath: string, JSONata: expressionOr(string) },
    Cause: { JSONPath: string, JSONata: expressionOr(string) },
    ErrorPath: jsonPath(pathOrFunction),
    CausePath: jsonPath(pathOrFunction),
  },
  Parallel: { ...work, Branches: both(array) },
  Map: {
    ...work,
    Arguments: {},
    ItemProcessor: both(object),
    Iterator: both(object),
    Items: jsonata(jsonataTemplate),
    ItemsPath: jsonPath(itemsPath),
    ItemSelector: { JSONPath: payloadTemplate, JSONata: jsonataTemplate },
    MaxConcurrency: computable(integer(0)),
    MaxConcurrencyPath: jsonPath(referencePath),
    ToleratedFailurePercentage: computable(decimal(0, 100)),
    ToleratedFailurePercentagePath: jsonPath(referencePath),
    ToleratedFailureCount: computable(integer(0)),
    ToleratedFailureCountPath: jsonPath(referencePath),
    Label: both(string),
    ItemReader: both(object),
    ItemBatcher: both(object),
    ResultWriter: both(object),
  },
};

export const requiredFields: { readonly [Type in StateType]: readonly string[] } = {
  Pass: [],
  Task: ["Resource"],
  Choice: ["Choices"],
  Wait: [],
  Succeed: [],
  Fail: [],
  Parallel: ["Branches"],
  Map: [],
};

/** Fields of which a state has at most one; with `required`, exactly one. */
export const exclusiveFields: {
  readonly [Type in StateType]: readonly { fields: readonly string[]; required?: true }[];
} = {
  Pass: [{ fields: ["Next", "End"], required: true }],
  Task: [
    { fields: ["Next", "End"], required: true },
    { fields: ["TimeoutSeconds", "TimeoutSecondsPath"] },
    { fields: ["HeartbeatSeconds", "HeartbeatSecondsPath"] },
  ],
  Choice: [],
  Wait: [
    { fields: ["Next", "End"], required: true },
    { fields: ["Seconds", "Timestamp", "SecondsPath", "TimestampPath"], required: true },
  ],
  Succeed: [],
  Fail: [{ fields: ["Error", "ErrorPath"] }, { fields: ["Cause", "CausePath"] }],
  Parallel: [{ fields: ["Next", "End"], required: true }],
  Map: [
    { fields: ["Next", "End"], required: true },
    { fields: ["ItemProcessor", "Iterator"], required: true },
    { fields: ["ItemSelector", "Parameters"] },
    { fields: ["MaxConcurrency", "MaxConcurrencyPath"] },
    { fields: ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"] },
    { fields: ["ToleratedFailureCount", "ToleratedFailureCountPath"] },
  ],
};
