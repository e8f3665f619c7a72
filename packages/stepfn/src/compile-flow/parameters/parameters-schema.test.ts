import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json, JsonSchema } from "acme-engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkParameters } from "../../../../flow/src/parameters/check-parameters.ts";
import { checkSchema } from "../../../../flow/src/parameters/check-schema.ts";
import { compileFlow } from "../compile-flow.ts";
import { toPlainTaskState } from "../testing/run-both.ts";
import { startTypeScript, type TypeScript } from "../types/typescript/start-typescript.ts";

let typeScript: TypeScript;
beforeAll(async () => {
  const engine = fileURLToPath(new URL("../../../../flow/src/index.ts", import.meta.url));
  const started = await startTypeScript({ engine });
  if (started.typeScript === undefined) throw new Error(started.why);
  ({ typeScript } = started);
});
afterAll(() => typeScript.close());

/** By what the parameter says of itself, and by what TypeScript says of it. */
function schemasOf(parameter: string, { before = "", options = "" } = {}): [JsonSchema, JsonSchema] {
  const source = `import { flow } from "acme-engine";\n${before}\nexport const example = flow({ name: "example"${options} }, async (${parameter}) => 1);`;
  const path = join(tmpdir(), "parameters.ts");
  const compiled = (types?: ReturnType<TypeScript["open"]>): JsonSchema => {
    const base = { source, path, toTaskState: toPlainTaskState };
    const result = compileFlow(types === undefined ? base : { ...base, types });
    if (result.compiled === undefined) throw new Error(JSON.stringify(result.diagnostics));
    checkSchema(result.compiled.parameters);
    return result.compiled.parameters;
  };
  return [compiled(), compiled(typeScript.open({ path, source }))];
}

const closed = { additionalProperties: false };

describe("the schema of a flow's parameters", () => {
  it.each<[string, string, JsonSchema]>([
    ["nothing", "", { type: "object", properties: {}, ...closed }],
    [
      "defaults and options",
      '{ day = "today", limit, factor = -1.5, tags = ["a"], now = Math.floor(1.5) }: { day?: string; limit: number; factor?: number; tags?: string[]; now?: number }',
      {
        type: "object",
        properties: {
          day: { type: "string", default: "today" },
          limit: { type: "number" },
          factor: { type: "number", default: -1.5 },
          tags: { type: "array", items: { type: "string" }, default: ["a"] },
          now: { type: "number" },
        },
        required: ["limit"],
        ...closed,
      },
    ],
    [
      "unions",
      '{ a, b, c, d, e }: { a: "x" | "y"; b: string | null; c: 1 | "one" | null; d: string[] | { id: string }; e: boolean | undefined }',
      {
        type: "object",
        properties: {
          a: { enum: ["x", "y"] },
          b: expect.objectContaining({ type: expect.arrayContaining(["string", "null"]) }) as JsonSchema,
          c: expect.objectContaining({ enum: expect.arrayContaining([1, "one", null]) }) as JsonSchema,
          d: {
            anyOf: [
              { type: "array", items: { type: "string" } },
              { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
            ],
          },
          e: { type: "boolean" },
        },
        required: ["a", "b", "c", "d"],
        ...closed,
      },
    ],
    [
      "records and nested objects",
      "{ rates, order }: { rates: Record<string, number>; order: { id: string; lines: readonly { sku: string }[] } }",
      {
        type: "object",
        properties: {
          rates: { type: "object", properties: {}, additionalProperties: { type: "number" } },
          order: {
            type: "object",
            properties: {
              id: { type: "string" },
              lines: {
                type: "array",
                items: { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] },
              },
            },
            required: ["id", "lines"],
          },
        },
        required: ["rates", "order"],
        ...closed,
      },
    ],
    [
      "a name for all of them",
      "input: { n: number } = { n: 1 }",
      { type: "object", properties: { n: { type: "number" } }, required: ["n"], ...closed },
    ],
    ["anything", "input: unknown", {}],
  ])("%s", (_what, parameter, expected) => {
    const [written, checked] = schemasOf(parameter);
    expect(written).toEqual(expected);
    expect(checked).toEqual(expected);
  });

  it("has what only TypeScript knows: names of other types, enums, comments", () => {
    const before = `interface Base {
        /**
         * The day
         * to load.
         */
        day: string;
      }
      interface Input extends Base { mode?: Mode; when?: unknown; pair: [string, number] }
      enum Mode { Full = "full", Delta = "delta" }`;
    expect(schemasOf("input: Input", { before })[1]).toEqual({
      type: "object",
      properties: {
        day: { description: "The day to load.", type: "string" },
        mode: { enum: ["full", "delta"] },
        when: {},
        pair: { type: "array", items: { type: ["string", "number"] }, minItems: 2, maxItems: 2 },
      },
      required: ["pair", "day"],
      ...closed,
    });
  });

  it("is the one in the options, when there is one", () => {
    const options = ', parameters: { type: "object", properties: { n: { type: "integer", minimum: 1 } } }';
    const given = { type: "object", properties: { n: { type: "integer", minimum: 1 } } };
    expect(schemasOf("{ n }: { n: number }", { options })).toEqual([given, given]);
  });

  it("is what a start is checked by", () => {
    const [schema] = schemasOf('{ day = "today", limit }: { day?: string; limit: number }');
    const check = (value: Json): Json => checkParameters(schema, value, "flow");
    expect(check({ limit: 2 })).toEqual({ day: "today", limit: 2 });
    expect(() => check({ lmit: 2 })).toThrow("parameters.lmit is unknown");
  });
});
