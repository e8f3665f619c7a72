/**
 * `*` stands for any characters, also none; `\*` is an asterisk and `\\` a backslash.
 * Linear in the text for each asterisk, whatever the pattern. Source: Amazon States Language, StringMatches.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const pieces = splitPattern(pattern);
  const [first = "", ...rest] = pieces;
  if (!text.startsWith(first)) return false;
  let position = first.length;
  const last = rest.pop();
  if (last === undefined) return position === text.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}

/** The literal texts between the asterisks. */
function splitPattern(pattern: string): string[] {
  const pieces = [""];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    const escaped = character === "\\" ? pattern[index + 1] : undefined;
    if (character === "*") pieces.push("");
    else {
      if (escaped === "*" || escaped === "\\") index += 1;
      pieces.push((pieces.pop() ?? "") + (escaped === "*" || escaped === "\\" ? escaped : character));
    }
  }
  return pieces;
}
