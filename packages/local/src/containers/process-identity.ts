import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { platform } from "node:process";

/**
 * When a process started, as the system tells it: the same text as long as the process lives, another one for a later process
 * with its pid. `undefined` when there is no such process or the system cannot tell.
 */
export function processStartedAt(pid: number): string | undefined {
  try {
    if (platform === "linux") return `${bootId()}/${startTicks(pid)}`;
    if (platform === "win32") return undefined;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Ticks count from the boot, so they name a process only together with it. */
function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Field 22 of /proc/<pid>/stat. Source: proc_pid_stat(5). */
function startTicks(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in parentheses and may hold anything, spaces and parentheses too.
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  if (ticks === undefined) throw new Error(`/proc/${pid}/stat has no start time`);
  return ticks;
}
