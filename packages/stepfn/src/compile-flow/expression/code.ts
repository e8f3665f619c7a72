/** A flow variable that an expression reads. */
export interface VariableRead {
  readonly variable: string;
  /** For what gives another value each time, as `$uuid()`: what is written. Its `variable` is a name of its own, so that it can be told where it is put. */
  readonly volatile?: string;
}

/**
 * JSONata text with its reads of flow variables kept apart, so that they can be replaced by what is assigned to them. The text is always
 * closed in itself (a literal, a name, a path, a call, or in parentheses): any code may stand in any other.
 */
export type Code = readonly (string | VariableRead)[];

/** `code\`(${left} + ${right})\``: text with other code inside. */
export function code(texts: TemplateStringsArray, ...inside: readonly (Code | string)[]): Code {
  const parts: (string | VariableRead)[] = [];
  const add = (part: string | VariableRead): void => {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  };
  for (const [index, text] of texts.entries()) {
    add(text);
    const part = inside[index];
    if (typeof part === "string") add(part);
    else if (part !== undefined) for (const inner of part) add(inner);
  }
  return parts;
}

export function joinCode(codes: readonly Code[], separator: string): Code {
  return codes.reduce<Code>((all, one, index) => (index === 0 ? one : code`${all}${separator}${one}`), [""]);
}

/** The same code with some variables replaced. */
export function substitute(source: Code, replacement: (variable: string) => Code | undefined): Code {
  if (source.every((part) => typeof part === "string")) return source;
  return source.reduce<Code>((all, part) => {
    const inner = typeof part === "string" ? part : (replacement(part.variable) ?? [part]);
    return code`${all}${inner}`;
  }, []);
}

export function variablesOf(source: Code): Set<string> {
  return new Set(source.flatMap((part) => (typeof part === "string" ? [] : [part.variable])));
}

/** The text as Step Functions reads it. */
export function renderCode(source: Code): string {
  return source
    .map((part) => (typeof part === "string" ? part : (part.volatile ?? `$${part.variable}`)))
    .join("");
}

export function sizeOf(source: Code): number {
  return renderCode(source).length;
}

/** Whether it may be written several times: a name, a path or a literal that costs nothing to evaluate again. */
export function isCheap(source: Code): boolean {
  return (
    source.length <= 2 &&
    source.every((part) => (typeof part === "string" ? /^[$\w.]*$/.test(part) : part.volatile === undefined))
  );
}

/** Whether another evaluation may give another value. */
export function isVolatile(source: Code): boolean {
  return source.some((part) => typeof part !== "string" && part.volatile !== undefined);
}

/** A string literal; JSONata knows JSON's escapes. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
