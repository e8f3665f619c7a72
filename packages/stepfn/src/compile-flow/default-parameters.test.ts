import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { compileFlow } from "./compile-flow.ts";
import { callNatively, interpret, toPlainTaskState } from "./testing/run-both.ts";

const source = (parameter: string) => `
import { flow, task } from "acme-engine";
const load = task({ name: "load" }, async (n: number): Promise<number> => n);
export const etl = flow(
    {
      name: "etl",
      parameters: {
        type: "object",
        properties: {
          limit: { type: "integer", default: 10 },
          tags: { type: "array", default: [["a"]] },
          day: { type: "string", default: "{% $states.input %}" },
        },
      },
    },
    async (${parameter}: { limit: number; tags: string[][]; day: string }) => {
      ${parameter.startsWith("{") ? "" : `const { limit, tags, day } = ${parameter};`}
      const loaded = await load(limit);
      return { loaded, tags, day };
    },
  );
`;
const answers = (_name: string, input: Json) => ({ output: input });

test.each([
  ["{ limit, tags, day }", {}],
  ["{ limit, tags, day }", { limit: 3, day: "monday", other: 1 }],
  ["{ limit, tags, day }", { limit: 0, tags: [] }],
  ["given", { tags: [["b"], []] }],
])("defaults of the flow's schema are filled in, %s with %j", async (parameter, input) => {
  const text = source(parameter);
  const { compiled } = compileFlow({ source: text, path: "etl.ts", toTaskState: toPlainTaskState });
  if (compiled === undefined) throw new Error("it does not compile");
  expect(interpret(compiled, input, answers)).toEqual(await callNatively(text, input, answers));
});

test("defaults of a deployment win over those of the schema, and a run's input over both, without another state", () => {
  const text = source("{ limit, tags, day }");
  const options = { source: text, path: "etl.ts", toTaskState: toPlainTaskState };
  const { compiled } = compileFlow({ ...options, defaults: { limit: 100 } });
  if (compiled === undefined) throw new Error("it does not compile");
  const day = "{% $states.input %}";
  expect(interpret(compiled, {}, answers).output).toEqual({ loaded: 100, tags: [["a"]], day });
  expect(interpret(compiled, { limit: 1 }, answers).output).toEqual({ loaded: 1, tags: [["a"]], day });
  expect(compiled.mainPath).toEqual(["load"]);
});
