import { expect, it } from "vitest";
import { moduleOf } from "../testing/example-flows.ts";
import { compileValid } from "../testing/run-both.ts";

/** The conditions of each Choice. */
function conditionsOf(body: string): string[][] {
  const { definition } = compileValid(moduleOf(body));
  const states = Object.values(definition["States"] as Record<string, { Choices?: { Condition: string }[] }>);
  return states.flatMap(({ Choices }) =>
    Choices === undefined ? [] : [Choices.map(({ Condition }) => Condition.slice(3, -3))],
  );
}

const n = "$states.context.Execution.Input.n";
const flag = "$states.context.Execution.Input.flag";

it.each([
  [
    "a Choice behind an arm is asked together with the arm",
    "if (n > 1) { if (flag) await twice({ n: 1 }); else await name({ n: 2 }); } else await fail({ n: 3 }); return 1;",
    [[`((${n} > 1) and ${flag})`, `(${n} > 1)`]],
  ],
  [
    "the test of a loop is part of the Choice in it",
    "for (const x of list) { if (x > 1) await twice({ n: x }); else await name({ n: 0 }); if (flag) break; }",
    [
      [
        "((0 < $count($states.context.Execution.Input.list)) and (($states.context.Execution.Input.list)[0] > 1))",
        "(0 < $count($states.context.Execution.Input.list))",
      ],
      [
        flag,
        "((($xIndex + 1) < $count($states.context.Execution.Input.list)) and (($states.context.Execution.Input.list)[($xIndex + 1)] > 1))",
        "(($xIndex + 1) < $count($states.context.Execution.Input.list))",
      ],
    ],
  ],
])("%s", (_title, body, conditions) => {
  expect(conditionsOf(body)).toEqual(conditions);
});
