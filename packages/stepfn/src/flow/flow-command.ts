import { compressedRunner, packedRunner } from "./packed-runner.ts";

/**
 * The command that runs a Prefect flow or a function (`flows/etl.py:etl`, `package.module.etl`) in any image with Python 3.8 or
 * newer. The runner is part of the command, so the image needs nothing of ours.
 *
 * `python`: the interpreter's name in the image, default `python3`. `compressed`: less than half as long and unreadable, for
 * where the command has to fit in the overrides of a task.
 */
export function flowCommand(
  entrypoint: string,
  { python = "python3", compressed = false }: { python?: string; compressed?: boolean } = {},
): string[] {
  const runner = compressed
    ? `import base64,zlib;exec(zlib.decompress(base64.b64decode("${compressedRunner}")))`
    : packedRunner;
  return [python, "-c", runner, entrypoint];
}
