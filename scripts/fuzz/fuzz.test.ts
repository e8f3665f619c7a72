import { describe, expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";
import { targets } from "./targets.ts";

describe("300 hostile inputs", () => {
  it.each(Object.entries(targets))("find nothing in the target %s", async (_name, target) => {
    const { finding } = await fuzz(target, { seed: 1, tries: 300, isOver: () => false });
    expect(finding).toBeUndefined();
  });
});
