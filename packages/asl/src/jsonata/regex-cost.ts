/**
 * How much backtracking a regular expression may do, at worst. It need not be exact: what may be expensive is only run more carefully.
 */
export interface RegexCost {
  /** A repeated group holds something that itself can match in more than one way: the work may double with every character. */
  exponential: boolean;
  /** Repetitions whose length is open: each adds a power of the text's length. */
  repetitions: number;
  /** Parts that may be left out, and alternatives. */
  choices: number;
}

export function analyseRegex(source: string): RegexCost {
  const cost: RegexCost = { exponential: false, repetitions: 0, choices: 0 };
  /** For each open group, whether what it holds can match in more than one way. */
  const open: boolean[] = [false];
  let closed = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    let group = false;
    switch (character) {
      case "\\":
        at++;
        break;
      case "[":
        at = endOfClass(source, at);
        break;
      case "(":
        open.push(false);
        closed = false;
        continue;
      case ")": {
        const ambiguous = open.pop() ?? false;
        if (open.length === 0) open.push(false);
        closed = ambiguous;
        group = true;
        if (ambiguous) open[open.length - 1] = true;
        break;
      }
      case "|":
        cost.choices++;
        open[open.length - 1] = true;
        continue;
      default:
        break;
    }
    const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(source.slice(at + 1, at + 24));
    if (quantifier === null) continue;
    const [text, , range] = quantifier;
    at += text.length;
    if (source[at + 1] === "?") at++;
    if (text !== "?" && group && closed) cost.exponential = true;
    if (text === "?") cost.choices++;
    else if (text === "*" || text === "+" || range !== undefined) cost.repetitions++;
    if (text === "*" || text === "+" || text === "?" || range !== undefined) open[open.length - 1] = true;
  }
  return cost;
}

function endOfClass(source: string, start: number): number {
  let at = start + 1;
  for (; at < source.length && source[at] !== "]"; at++) {
    if (source[at] === "\\") at++;
  }
  return at;
}

/** Steps that are over before anybody notices. */
const harmlessSteps = 1e6;

/** Whether matching may take long on a text of that length. */
export function mayTakeLong({ exponential, repetitions, choices }: RegexCost, length: number): boolean {
  if (exponential) return length > 12;
  return (length + 1) ** (repetitions + 1) * 2 ** Math.min(choices, 20) > harmlessSteps;
}
