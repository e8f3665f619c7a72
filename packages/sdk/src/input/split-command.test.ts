import { expect, test } from "vitest";
import { splitCommand } from "./split-command.ts";

test.each([
  ["python flow.py --n 3", ["python", "flow.py", "--n", "3"]],
  [`  spread   out\t`, ["spread", "out"]],
  [`python "my job.py" 'a "b"'`, ["python", "my job.py", `a "b"`]],
  [`sh -c "echo \\"hi\\" \\$HOME \\n"`, ["sh", "-c", `echo "hi" $HOME \\n`]],
  [`one\\ word 'back\\slash'`, ["one word", "back\\slash"]],
  [`empty "" ''`, ["empty", "", ""]],
  [`glued"to"'gether'`, ["gluedtogether"]],
  ["", []],
])("splits %j as a shell does", (line, words) => {
  expect(splitCommand(line)).toEqual(words);
});

test("tells an open quote", () => {
  expect(splitCommand(`sh -c "echo hi`)).toBeUndefined();
});
