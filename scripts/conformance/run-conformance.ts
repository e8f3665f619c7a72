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
const runs: { file: string; how?: string; run: (directory: string, file: string) => FileReport["cases"] }[] =
  [
    {
      file: "asl/execution.jsonl",
      run: each((testCase: ExecutionCase) =>
        runExecutionCase(testCase, { compareEvents: true, restarting: false }),
      ),
    },
    {
      file: "asl/execution.jsonl",
      how: "stored and restored before each step",
      run: each((testCase: ExecutionCase) =>
        runExecutionCase(testCase, { compareEvents: true, restarting: true }),
      ),
    },
    {
      file: "asl/execution-output.jsonl",
      run: each((testCase: ExecutionCase) =>
        runExecutionCase(testCase, { compareEvents: false, restarting: false }),
      ),
    },
    { file: "asl/validate.jsonl", run: each((testCase: ValidateCase) => runValidateCase(testCase)) },
    {
      file: "asl/create-error.jsonl",
      run: each((testCase: CreateErrorCase) => runCreateErrorCase(testCase)),
    },
    {
      file: "definitions/samples.jsonl",
      run: each((testCase: DefinitionCase) => runDefinitionCase(testCase)),
    },
    {
      file: "definitions/validity.jsonl",
      run: each((testCase: DefinitionCase) => runDefinitionCase(testCase)),
    },
  ];

/** Runs what is found under `directory`; a file that is not there has no report. */
export function runConformance(directory: string): FileReport[] {
  return runs
    .map(({ file, how, run }) => ({
      file: how === undefined ? file : `${file}, ${how}`,
      cases: run(directory, file),
    }))
    .filter(({ cases }) => cases.length > 0);
}

function each<Case extends { id: string }>(
  run: (testCase: Case) => Outcome,
): (directory: string, file: string) => FileReport["cases"] {
  return (directory, file) =>
    readCases<Case>(join(directory, file)).map((testCase) => ({
      id: testCase.id,
      outcome: judge(testCase, run),
    }));
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
