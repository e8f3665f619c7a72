/** Where code was called, to be asked later: most flows are never deployed by the process that declares them. */
export interface DeclaredAt {
  /** The file's path or `file:` URL; undefined where the engine does not tell. */
  readonly module: string | undefined;
}

/** Where `callee` is being called. Cheap: the stack becomes text when it is asked for. */
export function declaredAt(callee: (...given: never[]) => unknown): DeclaredAt {
  const place: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(place, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return {
    get module() {
      return moduleOf(place.stack ?? "");
    },
  };
}

/** `at file:///a/flow.ts:3:24`, or `at make (/a/flow.ts:3:24)`. */
export function moduleOf(stack: string): string | undefined {
  const frame = stack.split("\n").find((line) => /^\s+at /.test(line));
  return /(?:\(|\bat (?:async )?)([^()]+):\d+:\d+\)?$/.exec(frame ?? "")?.[1];
}
