/** Functions of JavaScript that give a copy in which nothing is shared. */
export const copyingGlobals: ReadonlySet<string> = new Set(["JSON.parse", "structuredClone", "Object.keys"]);

/** Functions that give texts, numbers and booleans. */
export const plainGlobals: ReadonlySet<string> = new Set([
  ..."String Number Boolean parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent btoa atob".split(
    " ",
  ),
  ..."JSON.stringify Array.isArray Number.isInteger Number.isFinite Number.isSafeInteger Number.isNaN Number.parseInt Number.parseFloat".split(
    " ",
  ),
  ..."Object.hasOwn Date.now Date.parse crypto.randomUUID Math.random".split(" "),
  ..."floor ceil abs sqrt trunc sign round max min pow hypot cbrt log log2 log10 exp"
    .split(" ")
    .map((name) => `Math.${name}`),
]);

/** Functions that make a new array or object, in which the parts of what they get are shared. */
export const newContainerGlobals: ReadonlySet<string> = new Set([
  "Object.values",
  "Object.entries",
  "Object.fromEntries",
  "Object.groupBy",
  "Array.from",
  "Array.of",
]);

/** Methods that make a new array, in which the items of theirs are shared. */
export const newContainerMethods: ReadonlySet<string> = new Set(
  "map filter slice concat flat flatMap toSorted toReversed toSpliced with split match entries keys values".split(
    " ",
  ),
);
