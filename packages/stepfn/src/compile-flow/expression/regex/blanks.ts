/** What JavaScript takes for blank, inside of brackets; `\s` is ASCII only on AWS, and `$trim` also collapses inner blanks (compiler.md 3.4). */
export const blanks = String.raw`\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
