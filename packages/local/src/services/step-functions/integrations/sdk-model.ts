import { shapeOf, type Shape } from "../../../protocol/codec/shape.ts";

/** What the SDK knows of a service: shapes of operations, and which errors it has. */
export interface SdkModel {
  /** `action` in camelCase, as resources have it, e.g. `runTask`. */
  findOperation(action: string): { name: string; input: Shape; output: Shape } | undefined;
  isModelledError(code: string): boolean;
}

/** `client`: the exports of an SDK client package, where the schema of `RunTask` is `RunTask$`. */
export function createSdkModel(client: object): SdkModel {
  const exports = client as Readonly<Record<string, unknown>>;
  const schema = (name: string): readonly unknown[] | undefined => {
    const found = Object.hasOwn(exports, `${name}$`) ? exports[`${name}$`] : undefined;
    return Array.isArray(found) ? found : undefined;
  };
  return {
    findOperation(action) {
      const name = action.charAt(0).toUpperCase() + action.slice(1);
      const [kind, , , , input, output] = schema(name) ?? [];
      return kind === schemaKind.operation && name !== action
        ? { name, input: shapeOf(input), output: shapeOf(output) }
        : undefined;
    },
    isModelledError: (code) =>
      [code, `${code}Exception`].some((name) => schema(name)?.[0] === schemaKind.error),
  };
}

/** The first element of a schema tuple says what it describes. */
const schemaKind = { operation: 9, error: -3 };
