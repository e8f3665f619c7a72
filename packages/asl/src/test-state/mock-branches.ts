import type { MapState } from "../definition/map-state.ts";
import type { ParallelState } from "../definition/parallel-state.ts";
import type { QueryLanguage } from "../definition/query-language.ts";
import { isExceeded } from "../interpreter/map-run/tolerance.ts";
import { compileNumber } from "../interpreter/number-field.ts";
import type { State } from "../interpreter/state.ts";
import type { Visit } from "../interpreter/visit.ts";
import { compileDataFlow } from "../query/compile-data-flow.ts";
import type { ParsedMock } from "./parse-mock.ts";
import { refused } from "./refused-test.ts";

export interface MockedBranches {
  definition: MapState | ParallelState;
  language: QueryLanguage;
  mock: ParsedMock;
  /** How many iterations have failed. */
  failedIterations: number | undefined;
}

/** A Map or Parallel whose branches have been run by somebody else: the mock is what came of them. */
export function mockBranches(
  compiled: State,
  { definition, language, mock, failedIterations }: MockedBranches,
): State {
  const { Parameters: _parameters, ...rest } = { Parameters: undefined, ...definition };
  const flow = compileDataFlow(rest, language);
  const exceeds = definition.Type === "Map" ? compileTolerance(definition, language) : undefined;
  const iterations =
    "result" in mock && Array.isArray(mock.result.value) ? mock.result.value.length : Infinity;
  if (failedIterations !== undefined && failedIterations > iterations) {
    throw refused("Map iteration failure count must be less than or equal to the number of Map iterations");
  }
  return {
    ...compiled,
    start(visit) {
      if (failedIterations !== undefined && exceeds?.(visit, failedIterations, iterations) === true) {
        const error = "States.ExceedToleratedFailureThreshold";
        return visit.run.fail(visit, {
          error,
          cause: "The specified tolerated failure threshold was exceeded",
        });
      }
      if (!("result" in mock)) return visit.run.fail(visit, mock);
      const { result } = mock;
      const outcome = flow.withResult(visit.evaluation(), result.value);
      const text = outcome.output === result.value ? result.text : undefined;
      visit.run.exit(visit, outcome, definition.Next, text);
    },
  };
}

/** A Map that names no tolerance is not held to any. Recorded on AWS: test_map_state_failure_count, BASE_MAP_STATE. */
function compileTolerance(definition: MapState, language: QueryLanguage) {
  const readCount = compileNumber("ToleratedFailureCount", definition, language, {
    least: 0,
    most: Infinity,
  });
  const readPercentage = compileNumber("ToleratedFailurePercentage", definition, language, {
    least: 0,
    most: 100,
    fractions: true,
  });
  return (visit: Visit, failed: number, iterations: number): boolean => {
    const evaluation = visit.evaluation();
    const count = readCount(evaluation);
    const percentage = readPercentage(evaluation);
    if (count === undefined && percentage === undefined) return false;
    return isExceeded({ count, percentage }, failed, iterations);
  };
}
