import { watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Editors write a file in several steps; what they do within this time is one change. */
const settleMilliseconds = 60;

/** Resolves with the name of the first of these files that changes; never, once the signal has ended. */
export function waitForChange(paths: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const folders = new Set(paths.map((path) => dirname(path)));
    // Folders are watched: many editors put a new file in the place of the old one.
    const watchers = [...folders].map((folder) => {
      const names = new Set(paths.filter((path) => dirname(path) === folder).map((path) => basename(path)));
      return watch(folder, (_, name) => {
        if (name !== null && names.has(name)) settle(name);
      });
    });
    const close = () => {
      for (const watcher of watchers) watcher.close();
    };
    let timer: NodeJS.Timeout | undefined;
    const settle = (name: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        close();
        resolve(name);
      }, settleMilliseconds);
    };
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        close();
      },
      { once: true },
    );
  });
}
