import { flow } from "acme-engine";

interface Facts {
  yes: boolean;
  no: boolean;
  text: string;
  empty: string;
  count: number;
  missing?: string;
  list: string[];
}

/** What JavaScript takes for true: each test that holds adds its letter. */
export const main = flow({ name: "booleanEvaluation" }, async (facts: Facts) => {
  let result = "";
  if (facts.yes) result += "a";
  if (!facts.no) result += "b";
  if (facts.yes === true && facts.no === false) result += "c";
  if (facts.yes || facts.no) result += "d";
  if (facts.text) result += "e";
  if (!facts.empty) result += "f";
  if (facts.text === "hello") result += "g";
  if (facts.text !== "hello" && facts.count > 3) result += "h";
  if (facts.count) result += "i";
  if (!facts.missing) result += "j";
  if (facts.list.length) result += "k";
  if (!(facts.yes && (facts.no || facts.count === 0))) result += "l";
  if ((facts.yes && facts.text) || (facts.no && facts.empty)) result += "m";
  if (facts.yes !== facts.no) result += "n";
  if (!!facts.missing || facts.missing === undefined) result += "o";
  return result;
});

export const numericComparison = flow({ name: "numericComparison" }, async ({ n }: { n: number }) => {
  let result = "";
  if (n === 42) result += "=";
  if (n !== 42) result += "!";
  if (n < 42) result += "<";
  if (n <= 42) result += "[";
  if (n > 42) result += ">";
  if (n >= 42) result += "]";
  if (42 > n) result += "(";
  if (n > 40 && n < 44) result += "~";
  if (!(n < 0)) result += "+";
  return result;
});
