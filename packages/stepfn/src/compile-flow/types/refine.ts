import { partsOf, type Type, undefinedType, unionOf } from "./type.ts";

/** Whether a checker may know more of a value: something in it is unknown, or a test may have ruled out a part. */
export function isOpen(type: Type): boolean {
  return type.kind === "union" || hasUnknown(type);
}

/** Whether something is unknown, at any depth. */
export function hasUnknown(type: Type): boolean {
  switch (type.kind) {
    case "unknown":
      return true;
    case "union":
      return type.parts.some(hasUnknown);
    case "array":
      return hasUnknown(type.item) || (type.items?.some(hasUnknown) ?? false);
    case "object":
      return (
        Object.values(type.fields).some(hasUnknown) || (type.rest !== undefined && hasUnknown(type.rest))
      );
    default:
      return false;
  }
}

/**
 * What the lowering knows of a value (from how its expression is made), with what a checker knows of it. The checker fills in what is not known,
 * and its tests rule parts out. That a value may be missing is ruled out only when the checker knew that it may be (`declared`) and a
 * test has said that it is not: an array's item, or what `!` was written behind, is missing without the checker's knowledge.
 */
export function refine(own: Type, known: Type, declared: () => Type | undefined): Type {
  if (own.kind === "unknown") return known;
  if (partsOf(known).some(({ kind }) => kind === "unknown" || kind === "error")) return own;
  const present = refinePresent(partsOf(own).filter(isPresent), partsOf(known).filter(isPresent));
  if (present.length === 0) return own;
  const mine = partsOf(own).some(({ kind }) => kind === "unknown")
    ? [...nullishOf(own), ...nullishOf(known)]
    : nullishOf(own);
  const isLost = ({ kind }: Type): boolean => !partsOf(known).some((part) => part.kind === kind);
  if (!mine.some(isLost)) return unionOf(...present, ...mine);
  const before = partsOf(declared() ?? known);
  const wasThere = ({ kind }: Type): boolean =>
    before.some((part) => part.kind === kind || part.kind === "unknown");
  const kept = mine.filter((part) => !isLost(part) || !wasThere(part));
  return unionOf(...present, ...kept);
}

/** `undefined` added, for a value that may be nothing although the checker does not say so. */
export function orMissing(type: Type): Type {
  return type.kind === "unknown" ? type : unionOf(type, undefinedType);
}

function isPresent({ kind }: Type): boolean {
  return kind !== "null" && kind !== "undefined";
}

function nullishOf(type: Type): Type[] {
  return partsOf(type).filter((part) => !isPresent(part));
}

function refinePresent(own: readonly Type[], known: readonly Type[]): readonly Type[] {
  if (own.some(({ kind }) => kind === "unknown")) return known.length > 0 ? known : own;
  const possible = own.filter(
    (part) => part.kind === "error" || known.some(({ kind }) => kind === part.kind),
  );
  if (possible.length === 0) return own;
  return mergeKind(mergeKind(possible, known, "object"), known, "array");
}

/** The objects, or arrays, of a union: fewer of them when a test has chosen, with their open places filled. */
function mergeKind(own: readonly Type[], known: readonly Type[], kind: "object" | "array"): readonly Type[] {
  const [mine, theirs] = [
    own.filter((part) => part.kind === kind),
    known.filter((part) => part.kind === kind),
  ];
  const [one, other] = [mine[0], theirs[0]];
  if (one === undefined || other === undefined) return own;
  const rest = own.filter((part) => part.kind !== kind);
  if (mine.length === 1 && theirs.length === 1) return [...rest, fill(one, other)];
  if (theirs.length >= mine.length) return mine.some(hasUnknown) ? [...rest, ...theirs] : own;
  const chosen = mine.filter((part) => theirs.some((each) => namesOf(each) === namesOf(part)));
  return [...rest, ...(chosen.length === theirs.length && !chosen.some(hasUnknown) ? chosen : theirs)];
}

function namesOf(type: Type): string {
  return type.kind === "object" ? Object.keys(type.fields).sort().join() : "";
}

/** Open places of one type, from another of the same shape. */
function fill(own: Type, known: Type): Type {
  if (own.kind === "unknown") return known;
  if (own.kind === "array" && known.kind === "array") {
    const item = fill(own.item, known.item);
    if (own.items === undefined) return { kind: "array", item };
    const items = own.items.map((each, index) => fill(each, known.items?.[index] ?? known.item));
    return { kind: "array", item: unionOf(...items), items };
  }
  if (own.kind === "object" && known.kind === "object") {
    const fields = Object.fromEntries(
      Object.entries(own.fields).map(([name, field]) => {
        const other = Object.hasOwn(known.fields, name) ? known.fields[name] : known.rest;
        return [name, other === undefined ? field : fill(field, other)];
      }),
    );
    if (own.rest === undefined) return { kind: "object", fields };
    // Fields that only the checker names are more than the rest says of them.
    if (own.rest.kind === "unknown") return { ...known, fields: { ...known.fields, ...fields } };
    return { kind: "object", fields, rest: known.rest === undefined ? own.rest : fill(own.rest, known.rest) };
  }
  if (own.kind !== "union") return own;
  return hasUnknown(own) ? refine(own, known, () => undefined) : own;
}
