import { JsonataError } from "../jsonata-error.ts";
import type { Evaluator } from "../frame.ts";
import { stringify } from "../functions/stringify.ts";
import { asSequence } from "../sequence.ts";
import { isDeepEqual, isNumber, isTrue } from "../values.ts";
import type { Compiler } from "./compiler.ts";

/** Items that one range may have. */
const maxRangeSize = 1e7;

export function compileBinary(
  operator: string,
  lhs: Evaluator,
  rhs: Evaluator,
  position: number,
  compiler: Compiler,
): Evaluator {
  switch (operator) {
    case "and":
      return (input, frame) => isTrue(lhs(input, frame)) && isTrue(rhs(input, frame));
    case "or":
      return (input, frame) => isTrue(lhs(input, frame)) || isTrue(rhs(input, frame));
    case "=":
      return (input, frame) => {
        const left = lhs(input, frame);
        const right = rhs(input, frame);
        if (left === undefined || right === undefined) return false;
        return left === right || (typeof left === "object" && isDeepEqual(left, right, frame.run));
      };
    case "!=":
      return (input, frame) => {
        const left = lhs(input, frame);
        const right = rhs(input, frame);
        return left !== undefined && right !== undefined && !isDeepEqual(left, right, frame.run);
      };
    case "&": {
      const { dialect } = compiler;
      return (input, frame) => {
        const left = lhs(input, frame);
        const right = rhs(input, frame);
        const text =
          (typeof left === "string" ? left : (stringify(left, dialect, frame.run) ?? "")) +
          (typeof right === "string" ? right : (stringify(right, dialect, frame.run) ?? ""));
        frame.run.allocateText(text.length);
        return text;
      };
    }
    case "in":
      return (input, frame) => {
        const left = lhs(input, frame);
        const right = rhs(input, frame);
        if (left === undefined || right === undefined) return false;
        if (Array.isArray(right)) frame.run.spend(right.length / 16);
        return Array.isArray(right) ? right.includes(left) && left === left : left === right;
      };
    case "..":
      return (input, frame) => {
        const from = lhs(input, frame);
        const to = rhs(input, frame);
        const size = rangeSize(from, to, position);
        frame.run.allocateItems(size);
        return size === 0 ? undefined : range(Number(from), size);
      };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compileComparison(operator, lhs, rhs, position);
    default:
      return compileArithmetic(operator, lhs, rhs, position);
  }
}

function compileArithmetic(operator: string, lhs: Evaluator, rhs: Evaluator, position: number): Evaluator {
  const compute = arithmetic[operator];
  if (compute === undefined) throw new JsonataError("S0204", { position, token: operator });
  return (input, frame) => {
    const left = lhs(input, frame);
    const right = rhs(input, frame);
    if (left !== undefined && !isOperand(left, operator, position)) {
      throw new JsonataError("T2001", { position, token: operator, value: left });
    }
    if (right !== undefined && !isOperand(right, operator, position)) {
      throw new JsonataError("T2002", { position, token: operator, value: right });
    }
    return left === undefined || right === undefined ? undefined : compute(left, right);
  };
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

function isOperand(value: unknown, token: string, position: number): value is number {
  if (typeof value === "number" && !Number.isFinite(value) && !Number.isNaN(value)) {
    throw new JsonataError("D1001", { position, token, value });
  }
  return isNumber(value);
}

function compileComparison(operator: string, lhs: Evaluator, rhs: Evaluator, position: number): Evaluator {
  const compare = comparisons[operator];
  if (compare === undefined) throw new JsonataError("S0204", { position, token: operator });
  return (input, frame) => {
    const left = lhs(input, frame);
    const right = rhs(input, frame);
    if (typeof left === "number" && typeof right === "number") return compare(left, right);
    if (typeof left === "string" && typeof right === "string") return compare(left, right);
    if (!isComparable(left) || !isComparable(right)) {
      const value = typeof left === "string" || typeof left === "number" ? right : left;
      throw new JsonataError("T2010", { position, token: operator, value });
    }
    if (left === undefined || right === undefined) return undefined;
    throw new JsonataError("T2009", { position, token: operator, value: left, value2: right });
  };
}

type Comparable = number | string;

const comparisons: Readonly<Record<string, (left: Comparable, right: Comparable) => boolean>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function isComparable(value: unknown): boolean {
  return value === undefined || typeof value === "string" || typeof value === "number";
}

function rangeSize(from: unknown, to: unknown, position: number): number {
  if (from !== undefined && !Number.isInteger(from)) {
    throw new JsonataError("T2003", { position, token: "..", value: from });
  }
  if (to !== undefined && !Number.isInteger(to)) {
    throw new JsonataError("T2004", { position, token: "..", value: to });
  }
  if (from === undefined || to === undefined) return 0;
  const size = Number(to) - Number(from) + 1;
  if (size > maxRangeSize) throw new JsonataError("D2014", { position, token: "..", value: size });
  return Math.max(0, size);
}

function range(from: number, size: number): unknown[] {
  const items: unknown[] = [];
  for (let index = 0; index < size; index++) items.push(from + index);
  return asSequence(items);
}

export function compileNegate(operand: Evaluator, position: number): Evaluator {
  return (input, frame) => {
    const value = operand(input, frame);
    if (value === undefined) return undefined;
    if (!isNumber(value)) throw new JsonataError("D1002", { position, token: "-", value });
    return -value;
  };
}
