import { UNBOUND } from "../frame.ts";
import type { Evaluator, Frame } from "../frame.ts";
import { collapse, unwrapInput } from "../sequence.ts";
import type { Scope } from "../scope.ts";
import type { Compiler } from "./compiler.ts";

/** A scope that may hold the name, seen from where the name is used. */
interface Candidate {
  hops: number;
  /** Undefined for the scope of a tuple. */
  slot: number | undefined;
}

/** `$` (an empty name), `$$` (the name `$`), `$name`. */
export function compileVariable(name: string, scope: Scope, compiler: Compiler): Evaluator {
  if (name === "") return (input) => collapse(unwrapInput(input));
  const read = compileLookup(name, scope, compiler);
  return (input, frame) => collapse(read(input, frame));
}

/** The value bound to a name: the innermost scope where it has one, then the bindings, then the built-in functions. */
export function compileLookup(name: string, scope: Scope, compiler: Compiler): Evaluator {
  const candidates: Candidate[] = [];
  let hops = 0;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent, hops++) {
    const slot = at.slots.get(name);
    if (at.tuple) candidates.push({ hops, slot: undefined });
    if (slot === undefined) continue;
    if (slot < at.boundSlots) {
      return candidates.length === 0
        ? readParameter(hops, slot)
        : readFirst(candidates, readParameter(hops, slot), name);
    }
    candidates.push({ hops, slot });
  }
  const outermost = readBinding(name, compiler);
  return candidates.length === 0 ? outermost : readFirst(candidates, outermost, name);
}

function up(frame: Frame, hops: number): Frame {
  let at = frame;
  for (let count = hops; count > 0; count--) at = at.parent ?? at;
  return at;
}

function readParameter(hops: number, slot: number): Evaluator {
  if (hops === 0) return (_input, frame) => frame.slots[slot];
  if (hops === 1) return (_input, frame) => frame.parent?.slots[slot];
  return (_input, frame) => up(frame, hops).slots[slot];
}

function readFirst(candidates: readonly Candidate[], otherwise: Evaluator, name: string): Evaluator {
  return (input, frame) => {
    for (const { hops, slot } of candidates) {
      const at = up(frame, hops);
      if (slot !== undefined) {
        const value = at.slots[slot];
        if (value !== UNBOUND) return value;
      } else if (at.tuple !== undefined && name in at.tuple) {
        return at.tuple[name];
      }
    }
    return otherwise(input, frame);
  };
}

function readBinding(name: string, compiler: Compiler): Evaluator {
  if (name === "$") return (_input, frame) => frame.run.root;
  const builtin = compiler.builtins.get(name);
  // A name that every object has must be asked for as an own property; for others the lookup alone says it.
  if (builtin !== undefined || name in Object.prototype) {
    return (_input, frame) => {
      const { bindings } = frame.run;
      return Object.hasOwn(bindings, name) ? bindings[name] : builtin;
    };
  }
  return (_input, frame) => frame.run.bindings[name];
}

/** `$name := …`: the value goes into the scope where the expression stands. */
export function compileBind(name: string, value: Evaluator, scope: Scope): Evaluator {
  if (scope.tuple) {
    return (input, frame) => {
      const bound = value(input, frame);
      // The tuple itself goes on to the next step without what this one binds.
      frame.tuple = Object.assign(Object.create(null), frame.tuple, { [name]: bound });
      return bound;
    };
  }
  const slot = scope.slots.get(name) ?? 0;
  return (input, frame) => {
    const bound = value(input, frame);
    frame.slots[slot] = bound;
    return bound;
  };
}
