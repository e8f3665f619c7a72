/**
 * What of a type JSON would lose or change, told by the compiler with the path, as `toJson` does at run time. Interfaces pass: it looks for what is
 * no JSON, not for an index signature. Classes that only have data pass too; their instances are refused when they come.
 */

/** Meets a function whose input and result are JSON; for another it says what is not, in its type. */
export type JsonOnly<Input, Output> = Told<NotJson<Input, "input"> | NotJson<Output, "result">>;

type Told<Problem> = [Problem] extends [never] ? unknown : { readonly "not JSON": Problem };

/** Types within types that are looked at: recursive ones have no end. */
type Deeper = [never, 0, 1, 2, 3, 4, 5, 6];

/** `result.files[].when is a Date`; never for JSON. */
type NotJson<T, Path extends string, Depth extends number = 7> = [Depth] extends [never]
  ? never
  : // Whatever is not known is checked when it is there.
    unknown extends T
    ? never
    : T extends string | number | boolean | null | undefined | void
      ? never
      : T extends object
        ? T extends readonly (infer Item)[]
          ? NotJson<Item, `${Path}[]`, Deeper[Depth]>
          : KindOf<T> extends infer Kind extends string
            ? `${Path} is ${Kind}`
            : { [Name in keyof T & string]-?: NotJson<T[Name], `${Path}.${Name}`, Deeper[Depth]> }[keyof T &
                string]
        : `${Path} is a ${T extends bigint ? "BigInt" : "symbol"}`;

/** What an object is that is no data; undefined for data. */
type KindOf<T extends object> = T extends (...given: never[]) => unknown
  ? "a function"
  : T extends Date
    ? "a Date"
    : T extends RegExp
      ? "a regular expression"
      : T extends PromiseLike<unknown>
        ? "a promise"
        : T extends ArrayBufferView | ArrayBuffer
          ? "binary data"
          : T extends { readonly size: number; get(key: never): unknown; has(key: never): boolean }
            ? "a Map"
            : T extends { readonly size: number; has(value: never): boolean }
              ? "a Set"
              : undefined;
