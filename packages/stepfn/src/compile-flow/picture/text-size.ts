/** Text is drawn in a fixed-width font, so that its size is known without a browser. */
export const font = { size: 12, letterWidth: 7.23, lineHeight: 16 };

export interface TextBlock {
  lines: readonly string[];
  width: number;
  height: number;
}

/** Breaks text at blanks and after punctuation, so that lines have at most so many columns; what is over the last line is cut. */
export function layText(text: string, maxColumns: number, maxLines: number): TextBlock {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/\s*[^\s.,([{]*[.,([{]*/g) ?? []) {
    if (columns(line + word) <= maxColumns) line += word;
    else {
      if (line.trim() !== "") lines.push(line.trim());
      line = word.trimStart();
      while (columns(line) > maxColumns) {
        const head = takeColumns(line, maxColumns);
        lines.push(head);
        line = line.slice(head.length);
      }
    }
  }
  if (line.trim() !== "") lines.push(line.trim());
  const shown = lines.slice(0, maxLines);
  const last = shown.at(-1);
  if (last !== undefined && lines.length > maxLines)
    shown[shown.length - 1] = `${takeColumns(last, maxColumns - 1)}…`;
  return {
    lines: shown,
    width: Math.max(0, ...shown.map(columns)) * font.letterWidth,
    height: shown.length * font.lineHeight,
  };
}

/** East Asian letters and emoji take two columns, as in a terminal. */
function columns(text: string): number {
  let count = 0;
  for (const letter of text)
    count +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u.test(
        letter,
      )
        ? 2
        : 1;
  return count;
}

function takeColumns(text: string, wanted: number): string {
  let taken = "";
  for (const letter of text) {
    if (columns(taken + letter) > wanted && taken !== "") break;
    taken += letter;
  }
  return taken;
}
