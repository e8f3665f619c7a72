/**
 * Splits a command line into words as a POSIX shell does, without expanding anything: quotes group, a backslash takes
 * the next character as it is (within double quotes only before `"`, `\`, `$` and a backquote).
 * @returns undefined when a quote is left open.
 * @example splitCommand(`python "my job.py" --n 3`) // ["python", "my job.py", "--n", "3"]
 */
export function splitCommand(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const next = line.charAt(at + 1);
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= "";
    } else if (character === quote) {
      quote = undefined;
    } else if (character === "\\" && next !== "" && (quote === undefined || isEscape(quote, next))) {
      word = (word ?? "") + next;
      at++;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

function isEscape(quote: string, next: string): boolean {
  return quote === '"' && '"\\$`'.includes(next);
}
