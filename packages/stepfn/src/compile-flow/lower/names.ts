/** JSONata functions: a variable of such a name would hide one (compiler.md 2). */
const builtins = new Set(
  `abs append assert average base64decode base64encode boolean ceil contains count decodeUrl decodeUrlComponent distinct each encodeUrl
  encodeUrlComponent error eval exists filter floor formatBase formatInteger formatNumber fromMillis hash join keys length lookup lowercase map
  match max merge millis min not now number pad parse parseInteger partition power random range reduce replace reverse round shuffle sift single
  sort split spread sqrt states string substring substringAfter substringBefore sum toMillis trim type uppercase uuid zip v k i`.split(
    /\s+/,
  ),
);

/** Gives variables names that no other variable of the definition has, in any scope, close to those of the source. */
export class VariableNames {
  readonly #taken = new Set<string>();
  readonly #constant = new Set<string>();
  #locals = 0;

  allocate(wanted: string, { constant = false } = {}): string {
    let base = wanted.replaceAll(/\W/g, "_").replace(/^_+/, "").slice(0, 60);
    if (base === "" || /^\d/.test(base)) base = `value${base}`;
    if (builtins.has(base) || /^v\d+$/.test(base)) base += "_";
    let name = base;
    for (let suffix = 2; this.#taken.has(name); suffix++) name = `${base}_${suffix}`;
    this.#taken.add(name);
    if (constant) this.#constant.add(name);
    return name;
  }

  /** For what changes only where nothing that reads it is in scope. */
  markConstant(variable: string): void {
    this.#constant.add(variable);
  }

  /** Assigned once for each time that its block is entered. */
  isConstant(variable: string): boolean {
    return this.#constant.has(variable);
  }

  /** All that there are by now. */
  snapshot(): ReadonlySet<string> {
    return new Set(this.#taken);
  }

  /** Frees what was allocated since. */
  restore(before: ReadonlySet<string>): void {
    for (const name of this.#taken) {
      if (before.has(name)) continue;
      this.#taken.delete(name);
      this.#constant.delete(name);
    }
  }

  /** A name inside of one expression. */
  readonly freshLocal = (): string => `$v${++this.#locals}`;
}
