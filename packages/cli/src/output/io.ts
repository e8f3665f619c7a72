import { styleText } from "node:util";

/** The process's surroundings, handed in so that tests can read what a command prints. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

export type Style = Parameters<typeof styleText>[0];

/** Colours on a terminal only; NO_COLOR and FORCE_COLOR decide where they are set. Source: https://no-color.org */
export function paint(io: Io, output: Output, style: Style, text: string): string {
  const wanted = io.env["FORCE_COLOR"]
    ? io.env["FORCE_COLOR"] !== "0"
    : output.isTerminal && !io.env["NO_COLOR"];
  return wanted ? styleText(style, text, { validateStream: false }) : text;
}

export function createProcessIo(): Io {
  const output = (stream: NodeJS.WriteStream): Output => {
    // A reader that closes its end (`acme logs | head`) ends the command quietly, as it ends `cat`.
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
    return { write: (text) => void stream.write(text), isTerminal: stream.isTTY ?? false };
  };
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    isInteractive: (process.stdin.isTTY ?? false) && (process.stderr.isTTY ?? false),
  };
}
