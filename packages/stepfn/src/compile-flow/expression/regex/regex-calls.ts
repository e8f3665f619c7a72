import type { CallExpression, Expression } from "oxc-parser";
import {
  arrayOf,
  booleanType,
  isAll,
  mayBeNullish,
  nullType,
  numberType,
  stringType,
  unionOf,
} from "../../types/type.ts";
import { lowerCallback } from "../callback.ts";
import { type Code, code, joinCode, quote } from "../code.ts";
import type { Lowering } from "../lowering.ts";
import type { MethodCall } from "../method-call.ts";
import type { RegExpLiteral, Scope } from "../scope.ts";
import { toText } from "../text.ts";
import { present, refusedValue, type Value, value } from "../value.ts";
import { type TranslatedRegex, translateRegex } from "./translate-regex.ts";

/** The regular expression that a node is, or is the name of. */
export function regexOf(node: unknown, scope: Scope): RegExpLiteral | undefined {
  const expression = node as Expression | undefined;
  if (expression?.type === "Literal" && "regex" in expression) return expression;
  const found = expression?.type === "Identifier" ? scope.find(expression.name) : undefined;
  return found?.kind === "regex" ? found.node : undefined;
}

/** `/…/.test(text)` and `/…/.exec(text)`. */
export function callOnRegex(
  literal: RegExpLiteral,
  method: string,
  node: CallExpression,
  scope: Scope,
  lowering: Lowering,
): Value {
  const regex = translated(literal, node, lowering);
  const [argument] = node.arguments;
  if (regex === undefined || argument === undefined || argument.type === "SpreadElement") return refusedValue;
  const text = lowering.lower(argument, scope);
  if (!isText(text, argument, lowering)) return refusedValue;
  if (regex.isGlobal)
    return refuse(
      node,
      `with the flag g, "${method}" goes on where it was before`,
      "take the g off",
      lowering,
    );
  if (method === "test")
    return value(code`$contains(${text.code}, ${regex.text})`, booleanType, { of: [text] });
  if (method === "exec") return match(regex, text, node, lowering);
  return refuse(
    node,
    `"${method}" of a regular expression has no counterpart`,
    "use test(), match() or replace()",
    lowering,
  );
}

/** Methods of texts that take a regular expression; undefined for others. */
export function callWithRegex(method: string, call: MethodCall): Value | undefined {
  const [first, second] = call.arguments;
  const literal = regexOf(first, call.scope);
  const { lowering, node, object } = call;
  if (literal === undefined) return undefined;
  const regex = translated(literal, first ?? node, lowering);
  if (regex === undefined) return refusedValue;
  const { text } = regex;
  switch (method) {
    case "match":
      return regex.isGlobal ? allMatches(text, object, lowering) : match(regex, object, node, lowering);
    case "search": {
      const found = lowering.freshLocal();
      return value(
        code`(${found} := $match(${object.code}, ${text}, 1); $exists(${found}) ? ${found}.index : -1)`,
        numberType,
        { of: [object] },
      );
    }
    case "split":
      if (regex.groups.length > 0)
        return refuse(node, "the groups of a separator would be among the parts", "write (?:…)", lowering);
      if (call.arguments.length > 1)
        return refuse(node, "split() with a limit", "take a slice() of it", lowering);
      return value(code`$split(${object.code}, ${text})`, arrayOf(stringType), { of: [object] });
    case "replaceAll":
      if (!regex.isGlobal)
        return refuse(node, "replaceAll() throws without the flag g", "add the g", lowering);
      return replace(regex, second, call);
    case "replace":
      return replace(regex, second, call);
    default:
      return refuse(
        node,
        `"${method}" takes no regular expression`,
        "use match(), replace(), search() or split()",
        lowering,
      );
  }
}

function translated(
  literal: RegExpLiteral,
  place: { start: number; end: number },
  lowering: Lowering,
): TranslatedRegex | undefined {
  const { pattern, flags } = literal.regex;
  const result = translateRegex(pattern, flags);
  if (!("problem" in result)) return result;
  lowering.diagnostics.report(
    "ACME1113",
    place,
    `/${pattern}/${flags} is not the same in JavaScript and in JSONata: ${result.problem}`,
    { help: result.help ?? "write it with methods of texts, or match in a task" },
  );
  return undefined;
}

function refuse(
  node: { start: number; end: number },
  message: string,
  help: string,
  lowering: Lowering,
): Value {
  lowering.diagnostics.report("ACME1113", node, message, { help });
  return refusedValue;
}

function isText(one: Value, node: { start: number; end: number }, lowering: Lowering): boolean {
  if (isAll(one.type, "string") && !one.missing && !mayBeNullish(one.type)) return true;
  lowering.diagnostics.report(
    "ACME1110",
    node,
    "a regular expression is matched with a text, and this is not known to be one",
    {
      help: 'annotate it, or give it a value with "?? \\"\\""',
    },
  );
  return false;
}

/** `[whole, group, …]`, or null. */
function match(
  { text, groups }: TranslatedRegex,
  object: Value,
  node: CallExpression,
  lowering: Lowering,
): Value {
  if (groups.some(({ optional }) => optional))
    return refuse(
      node,
      "a group that may take no part is undefined in JavaScript, and is not told by JSONata",
      "let the group match in any case: ((?:…)?) for (…)?, or write (?:…)",
      lowering,
    );
  const found = lowering.freshLocal();
  const type = {
    kind: "array",
    item: stringType,
    items: [stringType, ...groups.map(() => stringType)],
  } as const;
  return value(
    code`(${found} := $match(${object.code}, ${text}, 1); $exists(${found}) ? $append([${found}.match], ${found}.groups) : null)`,
    unionOf(type, nullType),
    { of: [object] },
  );
}

function allMatches(text: string, object: Value, lowering: Lowering): Value {
  const [found, one] = [lowering.freshLocal(), lowering.freshLocal()];
  return value(
    code`(${found} := $append([], $match(${object.code}, ${text})); $count(${found}) > 0 ? [$map(${found}, function(${one}){${one}.match})] : null)`,
    unionOf(arrayOf(stringType), nullType),
    { of: [object] },
  );
}

function replace(
  regex: TranslatedRegex,
  replacement: CallExpression["arguments"][number] | undefined,
  { object, scope, lowering, node }: MethodCall,
): Value | undefined {
  const { text, groups, isGlobal } = regex;
  if (replacement === undefined || replacement.type === "SpreadElement") return undefined;
  const put = replacementOf(replacement, groups, node, scope, lowering);
  if (put === undefined) return refusedValue;
  const limit = isGlobal ? "" : ", 1";
  return value(code`$replace(${object.code}, ${text}, ${put.code}${limit})`, stringType, {
    of: [object, put],
  });
}

/** A function that JSONata calls with each match: what it gives is put in as it is. */
function replacementOf(
  replacement: Expression,
  groups: TranslatedRegex["groups"],
  node: CallExpression,
  scope: Scope,
  lowering: Lowering,
): Value | undefined {
  const found = lowering.freshLocal();
  const group = (index: number): string => `${found}.groups[${index}]`;
  const isOptional = (index: number): boolean => groups[index]?.optional ?? true;
  if (replacement.type === "Literal" && typeof replacement.value === "string") {
    const pieces = piecesOf(replacement.value, groups.length);
    const odd = pieces.find(
      (piece) => piece === "before" || (typeof piece === "number" && piece > 0 && isOptional(piece - 1)),
    );
    if (odd !== undefined) {
      refuse(
        node,
        "this replacement needs what JSONata does not tell",
        "use groups that always take part, or a function",
        lowering,
      );
      return undefined;
    }
    if (pieces.every((piece) => typeof piece === "object"))
      return value([plainReplacement(pieces.map((piece) => piece.text).join(""), found)], stringType);
    const codes = pieces.map((piece): Code =>
      typeof piece === "object"
        ? [quote(piece.text)]
        : piece === 0
          ? [`${found}.match`]
          : [group(Number(piece) - 1)],
    );
    return value(code`function(${found}){${joinCode(codes, " & ")}}`, stringType);
  }
  const isFunction =
    replacement.type === "ArrowFunctionExpression" ||
    replacement.type === "FunctionExpression" ||
    (replacement.type === "Identifier" && scope.find(replacement.name)?.kind === "helper");
  if (!isFunction) {
    const given = lowering.lower(replacement, scope);
    if (!isText(given, replacement, lowering)) return undefined;
    // A text that is computed may hold a $, which stands for parts of the match.
    const [local, dollar] = [lowering.freshLocal(), quote("$")];
    return value(
      code`(${local} := ${given.code}; $contains(${local}, ${dollar}) ? $error("a $ in a replacement stands for a part of the match") : function(){${local}})`,
      stringType,
      { fallible: true },
    );
  }
  const used = "params" in replacement ? replacement.params.length : groups.length + 1;
  if (used > groups.length + 1 || groups.slice(0, Math.max(0, used - 1)).some(({ optional }) => optional)) {
    refuse(
      node,
      "the function gets what JSONata does not tell: a position, or a group that may take no part",
      "use the match and groups that always take part",
      lowering,
    );
    return undefined;
  }
  const types = Array.from({ length: used }, () => stringType);
  const callback = lowerCallback(replacement, types, scope, lowering);
  if (callback === undefined) return undefined;
  const result = toText(present(callback.body, lowering.freshLocal), replacement, lowering);
  const binds = callback.parameters.map(
    (name, index) => `${name} := ${index === 0 ? `${found}.match` : group(index - 1)}; `,
  );
  return value(code`function(${found}){(${binds.join("")}${result.code})}`, stringType, { of: [result] });
}

/** A text without $ is put in as it is; any other by a function, whose result JSONata does not read again. */
function plainReplacement(text: string, found: string): string {
  return text.includes("$") ? `function(${found}){${quote(text)}}` : quote(text);
}

/** `"$1-$&"` in pieces: texts, numbers of groups with 0 for the whole match, and what there is no counterpart for. */
function piecesOf(text: string, groups: number): ({ text: string } | number | "before")[] {
  const pieces: ({ text: string } | number | "before")[] = [];
  const pattern = /\$(?:(\$)|(&)|([`'])|(\d{1,2}))/g;
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    const [whole, dollar, match, side, digits] = found;
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) });
    at = found.index + whole.length;
    if (dollar !== undefined) pieces.push({ text: "$" });
    else if (match !== undefined) pieces.push(0);
    else if (side !== undefined) pieces.push("before");
    else if (digits !== undefined) {
      const two = Number(digits);
      const one = Number(digits.charAt(0));
      if (two >= 1 && two <= groups) pieces.push(two);
      else if (one >= 1 && one <= groups)
        pieces.push(one, ...(digits.length > 1 ? [{ text: digits.slice(1) }] : []));
      else pieces.push({ text: whole });
    }
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at) });
  return pieces;
}
