import type { CompiledFlow } from "../compile-flow.ts";
import { placeOf } from "../source/diagnostic-record.ts";

/** From states to the source, as it is kept beside a definition. Lines and columns from 1, the end not included. */
export interface SourceMap {
  version: 1;
  flow: string;
  /** The flow's module. */
  source: string;
  states: Record<string, MappedState>;
}

export interface MappedState {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  why: string;
  /** The module that it is from, where that is not the flow's own. */
  source?: string;
  /** What the rules of a Choice ask for. */
  rules?: readonly string[];
}

/** `path` is where the map says that the module is. */
export function toSourceMap(
  { name, sourceMap }: Pick<CompiledFlow, "name" | "sourceMap">,
  source: string,
  path: string,
): SourceMap {
  const states = Object.entries(sourceMap).map(
    ([state, { span, file, why, rules }]): [string, MappedState] => {
      const { line, column, endLine, endColumn } = placeOf(span, file?.source ?? source, file?.path ?? path);
      const other = file === undefined ? {} : { source: file.path };
      return [
        state,
        { line, column, endLine, endColumn, why, ...other, ...(rules === undefined ? {} : { rules }) },
      ];
    },
  );
  return { version: 1, flow: name, source: path, states: Object.fromEntries(states) };
}
