import { JsonataError } from "../jsonata-error.ts";
import { callFunction, createFunction, isFunction } from "../jsonata-function.ts";
import type { Evaluator, Frame } from "../frame.ts";
import { parseSignature } from "../signature.ts";
import type { Run } from "../run.ts";
import type { Scope } from "../scope.ts";
import type { TransformNode } from "../syntax.ts";
import { isArrayOfStrings, isRecord, setField } from "../values.ts";
import { compileLookup } from "./compile-variable.ts";
import type { Compiler } from "./compiler.ts";

/**
 * `|pattern|update, delete|`: a function that gives a changed copy of its argument.
 *
 * A pattern may also find what does not belong to the copy, such as the input (`$$`): that stays as it is, where JSONata 2.0.6 changes it.
 */
export function compileTransform(
  node: TransformNode,
  scope: Scope,
  depth: number,
  compiler: Compiler,
): Evaluator {
  const pattern = compiler.compile(node.pattern, scope, depth + 1);
  const update = compiler.compile(node.update, scope, depth + 1);
  const deletion = node.delete === undefined ? undefined : compiler.compile(node.delete, scope, depth + 1);
  const clone = compileLookup("clone", scope, compiler);
  const signature = parseSignature("<(oa):o>");
  const { position } = node;
  const builtinClone = compiler.builtins.get("clone");
  if (builtinClone === undefined) throw new TypeError("every dialect has a clone function");

  const change = (match: unknown, frame: Frame, isOwn: boolean): void => {
    const fields = update(match, frame);
    if (fields !== undefined) {
      if (!isRecord(fields)) {
        throw new JsonataError("T2011", { position: node.update.position, value: fields });
      }
      if (isOwn && isRecord(match)) {
        for (const key of Object.keys(fields)) setField(match, key, fields[key]);
      }
    }
    const names = deletion?.(match, frame);
    if (names === undefined) return;
    const list = Array.isArray(names) ? names : [names];
    if (!isArrayOfStrings(list)) {
      throw new JsonataError("T2012", { position: node.delete?.position, value: names });
    }
    if (isOwn && isRecord(match)) {
      for (const name of list) Reflect.deleteProperty(match, name);
    }
  };

  return (input, frame) =>
    createFunction(1, (run, args, context) => {
      const [source] = signature.validate(args, context);
      if (source === undefined) return undefined;
      const cloneFunction = clone(input, frame);
      if (!isFunction(cloneFunction)) throw new JsonataError("T2013", { position });
      const copy = callFunction(cloneFunction, run, [source]);
      // A function of the expression may be called clone and copy nothing.
      const result = cloneFunction === builtinClone ? copy : callFunction(builtinClone, run, [copy]);
      const matches = pattern(result, frame);
      if (matches === undefined) return result;
      const own = objectsIn(result, run);
      for (const match of Array.isArray(matches) ? matches : [matches]) {
        change(match, frame, isRecord(match) && own.has(match));
      }
      return result;
    });
}

function objectsIn(value: unknown, run: Run): ReadonlySet<object> {
  const objects = new Set<object>();
  const visit = (part: unknown): void => {
    run.spend(1);
    if (Array.isArray(part)) {
      for (const item of part) visit(item);
    } else if (isRecord(part) && !objects.has(part)) {
      objects.add(part);
      for (const field of Object.values(part)) visit(field);
    }
  };
  visit(value);
  return objects;
}
