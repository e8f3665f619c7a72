/**
 * Visits each node when all nodes that it depends on were visited with success; independent nodes at the same time.
 * After a failure, or when `isStopped`, no further visit begins. Resolves when all visits that began have ended.
 */
export function visitInOrder(
  dependencies: ReadonlyMap<string, readonly string[]>,
  visit: (node: string) => Promise<boolean>,
  isStopped: () => boolean,
): Promise<{ failed: string[] }> {
  const waiting = new Map(dependencies);
  const done = new Set<string>();
  const failed: string[] = [];
  let active = 0;

  return new Promise((resolve, reject) => {
    const errors: unknown[] = [];
    advance();

    function advance(): void {
      try {
        beginReady();
      } catch (error) {
        errors.push(error);
      }
      if (active > 0) return;
      if (errors.length > 0) reject(errors[0]);
      else resolve({ failed });
    }

    function beginReady(): void {
      for (const [node, names] of waiting) {
        if (errors.length > 0 || failed.length > 0 || isStopped()) break;
        if (!names.every((name) => done.has(name) || !dependencies.has(name))) continue;
        waiting.delete(node);
        active++;
        void visit(node)
          .then((succeeded) => void (succeeded ? done.add(node) : failed.push(node)))
          .catch((error: unknown) => void errors.push(error))
          .then(() => {
            active--;
            advance();
          });
      }
    }
  });
}

/** The same graph the other way round: what must be deleted before a node can be. */
export function reverseDependencies(
  dependencies: ReadonlyMap<string, readonly string[]>,
): Map<string, string[]> {
  const reversed = new Map<string, string[]>([...dependencies.keys()].map((node) => [node, []]));
  for (const [node, names] of dependencies) {
    for (const name of names) reversed.get(name)?.push(node);
  }
  return reversed;
}
