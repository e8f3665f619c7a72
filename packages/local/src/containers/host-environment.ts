import { devNull } from "node:os";

/** What programs need to run at all; nothing that tells who the user is to AWS or to anybody else. */
const basics = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SYSTEMROOT",
  "VIRTUAL_ENV",
]);

/** The part of the machine's environment that a process task gets before its own variables. */
export function baseEnvironment(host: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment: Record<string, string> = {
    // HOME is the user's, and the real credentials lie there.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
  for (const [name, value] of Object.entries(host)) {
    if (value !== undefined && (basics.has(name.toUpperCase()) || name.startsWith("LC_"))) {
      environment[name] = value;
    }
  }
  return environment;
}
