import { JsonataError } from "../jsonata-error.ts";
import { callFunction, createFunction, isFunction } from "../jsonata-function.ts";
import type { Evaluator, Frame } from "../frame.ts";
import { parseSignature } from "../signature.ts";
import type { Scope } from "../scope.ts";
import type { TransformNode } from "../syntax.ts";
import { isArrayOfStrings, isRecord, setField } from "../values.ts";
import { compileLookup } from "./compile-variable.ts";
import type { Compiler } from "./compiler.ts";

/** `|pattern|update, delete|`: a function that gives a changed copy of its argument. */
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

  const change = (match: unknown, frame: Frame): void => {
    const fields = update(match, frame);
    if (fields !== undefined) {
      if (!isRecord(fields)) {
        throw new JsonataError("T2011", { position: node.update.position, value: fields });
      }
      if (isRecord(match)) {
        for (const key of Object.keys(fields)) setField(match, key, fields[key]);
      }
    }
    const names = deletion?.(match, frame);
    if (names === undefined) return;
    const list = Array.isArray(names) ? names : [names];
    if (!isArrayOfStrings(list)) {
      throw new JsonataError("T2012", { position: node.delete?.position, value: names });
    }
    if (isRecord(match)) {
      for (const name of list) Reflect.deleteProperty(match, name);
    }
  };

  return (input, frame) =>
    createFunction(1, (run, args, context) => {
      const [source] = signature.validate(args, context);
      if (source === undefined) return undefined;
      const cloneFunction = clone(input, frame);
      if (!isFunction(cloneFunction)) throw new JsonataError("T2013", { position });
      const result = callFunction(cloneFunction, run, [source]);
      const matches = pattern(result, frame);
      if (matches === undefined) return result;
      for (const match of Array.isArray(matches) ? matches : [matches]) change(match, frame);
      return result;
    });
}
