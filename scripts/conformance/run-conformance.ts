import { join } from "node:path";
import { type ExecutionCase, readCases } from "./cases.ts";
import { exceptions } from "./exceptions.ts";
import { failed, type Outcome } from "./outcome.ts";
import { runExecutionCase } from "./run-execution-case.ts";
import {
  type CreateErrorCase,
  type DefinitionCase,
  runCreateErrorCase,
  runDefinitionCase,
  runValidateCase,
  type ValidateCase,
} from "./run-validation-case.ts";

/** The outcomes of one file of cases. */
export interface FileReport {
  /** Below the data's folder: `asl/execution.jsonl`. */
  file: string;
  cases: { id: string; outcome: Outcome }[];
}

/** Every file that can be run straight on the States Language, and how a case of it is run. */
const runners: { [file: string]: (directory: string, file: string) => FileReport } = {
  "asl/execution.jsonl": each((testCase: ExecutionCase) => runExecutionCase(testCase, true)),
  "asl/execution-output.jsonl": each((testCase: ExecutionCase) => runExecutionCase(testCase, false)),
  "asl/validate.jsonl": each((testCase: ValidateCase) => runValidateCase(testCase)),
  "asl/create-error.jsonl": each((testCase: CreateErrorCase) => runCreateErrorCase(testCase)),
  "definitions/samples.jsonl": each((testCase: DefinitionCase) => runDefinitionCase(testCase)),
  "definitions/validity.jsonl": each((testCase: DefinitionCase) => runDefinitionCase(testCase)),
};

/** Runs what is found under `directory`; a file that is not there has no report. */
export function runConformance(directory: string): FileReport[] {
  return Object.entries(runners)
    .map(([file, run]) => run(directory, file))
    .filter(({ cases }) => cases.length > 0);
}

function each<Case extends { id: string }>(
  run: (testCase: Case) => Outcome,
): (directory: string, file: string) => FileReport {
  return (directory, file) => ({
    file,
    cases: readCases<Case>(join(directory, file)).map((testCase) => ({
      id: testCase.id,
      outcome: judge(testCase, run),
    })),
  });
}

function judge<Case extends { id: string }>(testCase: Case, run: (testCase: Case) => Outcome): Outcome {
  const reason = exceptions[testCase.id];
  if (reason !== undefined) return { result: "skipped", reason: `exception: ${reason}` };
  try {
    return run(testCase);
  } catch (error) {
    return failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}
