import type { DiagnosticCode } from "../source/diagnostic.ts";

interface Refusal {
  code: DiagnosticCode;
  why: string;
  help: string;
}

const language: Refusal = {
  code: "ACME1112",
  why: "depends on a language and on the machine's data of it",
  help: "compare with < and >, which is the same everywhere",
};
const digits: Refusal = {
  code: "ACME1114",
  why: "rounds the digits of a number in a way that JSONata does not have",
  help: "round first: Math.round(x * 100) / 100, or write the text in a task",
};

/** Methods that have no exact counterpart whatever their arguments are, with what can be written instead. */
export const refusedMethods: Readonly<Record<string, Refusal>> = {
  localeCompare: language,
  toLocaleString: language,
  toLocaleUpperCase: language,
  toLocaleLowerCase: language,
  normalize: { code: "ACME1114", why: "needs Unicode's tables", help: "do it in a task" },
  toFixed: digits,
  toPrecision: digits,
  toExponential: digits,
  forEach: {
    code: "ACME1100",
    why: "is only for what it does",
    help: "write for (const item of items) { … }",
  },
};
