/**
 * A Python program in fewer characters: without comments, docstrings and blank lines, indented by one space. Knows no
 * Python: comments have to stand on lines of their own, and only docstrings may have three double quotes.
 */
export function packRunner(source: string): string {
  const lines: string[] = [];
  let inDocstring = false;
  for (const line of source.split("\n")) {
    const quotes = line.split('"""').length - 1;
    if (inDocstring) inDocstring = quotes === 0;
    else if (quotes === 1) inDocstring = true;
    else if (quotes === 0 && line.trim() !== "" && !line.trim().startsWith("#")) lines.push(reindent(line));
  }
  return `${lines.join("\n")}\n`;
}

function reindent(line: string): string {
  const text = line.trimStart();
  return " ".repeat((line.length - text.length) / 4) + text;
}
