import { expectTypeOf, test } from "vitest";

import { callback } from "./callback.ts";
import { container, type ContainerResult } from "./container.ts";
import { distributedMap } from "./distributed-map.ts";
import { type Flow, flow } from "./flow.ts";
import { map } from "./map.ts";
import { retry } from "./retry.ts";
import { type Task, task } from "./task.ts";
import type { Json } from "../json/json.ts";
import { runFlow } from "../run-flow/run-flow.ts";

const extract = task({ name: "extract" }, async ({ day }: { day: string }) => ({ files: [day] }));
const notify = task({ name: "notify" }, async () => {});
const find = task({ name: "find" }, (id?: number): string | undefined => String(id));

test("a task's input and output are those of its function", () => {
  expectTypeOf(extract).toEqualTypeOf<Task<{ day: string }, { files: string[] }>>();
  expectTypeOf(extract).parameters.toEqualTypeOf<[input: { day: string }]>();
  expectTypeOf(extract).returns.resolves.toEqualTypeOf<{ files: string[] }>();
});

test("a wrong input does not compile", () => {
  const wrong = () => {
    // @ts-expect-error day is text
    void extract({ day: 1 });
    // @ts-expect-error the input is needed
    void extract();
    // @ts-expect-error there is no input
    void notify(1);
  };
  expectTypeOf(wrong).toBeFunction();
});

test("a task without input is called without, and one that may have one as one likes", () => {
  expectTypeOf(notify).parameters.toEqualTypeOf<[]>();
  expectTypeOf(find).parameters.toEqualTypeOf<[input?: number | undefined]>();
});

test("what may be missing arrives as null", () => {
  expectTypeOf(notify).returns.resolves.toEqualTypeOf<null>();
  expectTypeOf(find).returns.resolves.toEqualTypeOf<string | null>();
});

test("a flow with defaults for everything is called without parameters", () => {
  const nightly = flow({ name: "nightly" }, async ({ day = "today" }: { day?: string }, { execution }) => {
    const { files } = await extract({ day });
    return { first: files[0], id: execution.id };
  });
  expectTypeOf(nightly).toEqualTypeOf<Flow<{ day?: string }, { first: string | undefined; id: string }>>();
  expectTypeOf(nightly).parameters.toEqualTypeOf<[parameters?: { day?: string }]>();
  expectTypeOf(runFlow<{ day?: string }, number>)
    .parameter(1)
    .toEqualTypeOf<{ day?: string }>();
});

test("maps, Promise.all and retries give what their functions give", () => {
  const never = async () => {
    const lengths = await map(["a"], async (file, index) => file.length + index, { concurrency: 2 });
    expectTypeOf(lengths).toEqualTypeOf<number[]>();
    const batches = await distributedMap(["a"], async (batch) => batch.length, { itemsPerBatch: 2 });
    expectTypeOf(batches).toEqualTypeOf<number[]>();
    const items = await distributedMap([1], (item) => ({ item }));
    expectTypeOf(items).toEqualTypeOf<{ item: number }[]>();
    const [first, second] = await Promise.all([extract({ day: "1" }), notify()]);
    expectTypeOf(first).toEqualTypeOf<{ files: string[] }>();
    expectTypeOf(second).toEqualTypeOf<null>();
    expectTypeOf(await retry({ retries: 2 }, () => extract({ day: "1" }))).toEqualTypeOf<{
      files: string[];
    }>();
    expectTypeOf(await callback<{ ok: boolean }>((token) => extract({ day: token }))).toEqualTypeOf<{
      ok: boolean;
    }>();
  };
  expectTypeOf(never).toBeFunction();
});

test("a container takes what its type says and gives its exit code", () => {
  const convert = container<{ file: string }>({ name: "convert", image: "ffmpeg" });
  expectTypeOf(convert).parameters.toEqualTypeOf<[input: { file: string }]>();
  expectTypeOf(convert).returns.resolves.toEqualTypeOf<ContainerResult>();
  expectTypeOf(container({ name: "x", image: "y" })).parameters.toEqualTypeOf<[]>();
});

interface Tree {
  name: string;
  kids: Tree[];
  left?: Tree;
}

test("what is no JSON does not compile, and the error says where it is", () => {
  const never = () => {
    // @ts-expect-error result.at[] is a Date
    task({ name: "dates" }, async () => ({ at: [new Date()] }));
    // @ts-expect-error input.sizes is a Map
    task({ name: "maps" }, async ({ sizes }: { sizes: Map<string, number> }) => sizes.size);
    // @ts-expect-error result is a Set
    task({ name: "sets" }, () => new Set([1]));
    // @ts-expect-error result is a BigInt
    task({ name: "bigs" }, async () => 1n);
    // @ts-expect-error input.done is a function
    task({ name: "functions" }, async ({ done }: { done?: () => void }) => done?.());
    // @ts-expect-error result.bytes is binary data
    task({ name: "bytes" }, async () => ({ bytes: Buffer.from("x") }));
    // @ts-expect-error input.since is a Date
    flow({ name: "since" }, async ({ since }: { since: Date | string }) => String(since));
  };
  expectTypeOf(never).toBeFunction();
});

test("interfaces, recursive types, unknown and any are taken", () => {
  const tree = task({ name: "tree" }, async (input: Tree) => input);
  expectTypeOf(tree).toEqualTypeOf<Task<Tree, Tree>>();
  const json = task({ name: "json" }, async (input: Json) => input);
  expectTypeOf(json).returns.resolves.toEqualTypeOf<Json>();
  const unknowns = task({ name: "unknowns" }, async (input: unknown) => input);
  expectTypeOf(unknowns).returns.resolves.toEqualTypeOf<unknown>();
});

test("types may be written in front, and are then those of input and result", () => {
  const sized = task<{ day: string }, { size: number }>({ name: "sized" }, async ({ day }) => ({
    size: day.length,
  }));
  expectTypeOf(sized).toEqualTypeOf<Task<{ day: string }, { size: number }>>();
  const whole = flow<{ day: string }, number>({ name: "whole" }, async ({ day }, { execution }) => {
    const { size } = await sized({ day });
    return size + execution.name.length;
  });
  expectTypeOf(whole).toEqualTypeOf<Flow<{ day: string }, number>>();
});
