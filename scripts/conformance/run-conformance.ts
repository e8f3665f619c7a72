import { join } from "node:path";
import type { ApiCase } from "../../packages/local/src/services/step-functions/testing/replay-api.ts";
import { type ExecutionCase, readCases } from "./cases.ts";
import { exceptions } from "./exceptions.ts";
import { failed, type Outcome } from "./outcome.ts";
import {
  type CreateErrorCase,
  runApiCase,
  runCreateErrorCase,
  runSyncExecutionCase,
  runTestStateCase,
  type SyncExecutionCase,
  type TestStateCase,
} from "./run-api-cases.ts";
import { runExecutionCase } from "./run-execution-case.ts";
import { readJsonataCases, runJsonataCase } from "./run-jsonata-case.ts";
import {
  type DefinitionCase,
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

/** Every file, and how a case of it is run: straight on the States Language, or through the engine's API. */
const runs: {
  file: string;
  how?: string;
  run: (directory: string, file: string) => Promise<FileReport["cases"]>;
}[] = [
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
    how: "through the JavaScript SDK over HTTP",
    run: each((testCase: CreateErrorCase) => runCreateErrorCase(testCase)),
  },
  {
    file: "asl/api.jsonl",
    how: "through the JavaScript SDK over HTTP",
    run: each((testCase: ApiCase) => runApiCase(testCase)),
  },
  {
    file: "asl/sync-execution.jsonl",
    how: "through the JavaScript SDK over HTTP",
    run: each((testCase: SyncExecutionCase) => runSyncExecutionCase(testCase)),
  },
  {
    file: "asl/teststate.jsonl",
    how: "through the JavaScript SDK over HTTP",
    run: each((testCase: TestStateCase) => runTestStateCase(testCase)),
  },
  {
    file: "jsonata/cases.jsonl",
    run: each(runJsonataCase, readJsonataCases),
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
export async function runConformance(directory: string): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  for (const { file, how, run } of runs) {
    const cases = await run(directory, file);
    if (cases.length > 0) reports.push({ file: how === undefined ? file : `${file}, ${how}`, cases });
  }
  return reports;
}

function each<Case extends { id: string }>(
  run: (testCase: Case) => Outcome | Promise<Outcome>,
  read = (directory: string, file: string): Case[] => readCases<Case>(join(directory, file)),
): (directory: string, file: string) => Promise<FileReport["cases"]> {
  return async (directory, file) => {
    const cases: FileReport["cases"] = [];
    for (const testCase of read(directory, file)) {
      cases.push({ id: testCase.id, outcome: await judge(testCase, run) });
    }
    return cases;
  };
}

async function judge<Case extends { id: string }>(
  testCase: Case,
  run: (testCase: Case) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const reason = exceptions[testCase.id];
  if (reason !== undefined) return { result: "skipped", reason: `exception: ${reason}` };
  try {
    return await run(testCase);
  } catch (error) {
    return failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}
