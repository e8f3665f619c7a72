import { expect, test } from "vitest";

import { reverseDependencies, visitInOrder } from "./visit-in-order.ts";

const diamond = new Map([
  ["top", ["left", "right"]],
  ["left", ["base"]],
  ["right", ["base"]],
  ["base", []],
]);
const never = () => false;

test("visits what others depend on first, and what is independent together", async () => {
  const log: string[] = [];
  const { failed } = await visitInOrder(
    diamond,
    async (node) => {
      log.push(`+${node}`);
      await Promise.resolve();
      log.push(`-${node}`);
      return true;
    },
    never,
  );
  expect(failed).toEqual([]);
  expect(log).toEqual(["+base", "-base", "+left", "+right", "-left", "-right", "+top", "-top"]);
});

test("after a failure nothing more begins, what began is waited for", async () => {
  const ended: string[] = [];
  const { failed } = await visitInOrder(
    diamond,
    async (node) => {
      if (node === "right") await new Promise((resolve) => setImmediate(resolve));
      ended.push(node);
      return node !== "left";
    },
    never,
  );
  expect(failed).toEqual(["left"]);
  expect(ended).toEqual(["base", "left", "right"]);
});

test("an error of a visit, or of the question whether to stop, rejects instead of hanging", async () => {
  const visit = (node: string) =>
    node === "left" ? Promise.reject(new Error("broken")) : Promise.resolve(true);
  await expect(visitInOrder(diamond, visit, never)).rejects.toThrow("broken");
  const isStopped = () => {
    throw new Error("no store");
  };
  await expect(visitInOrder(diamond, () => Promise.resolve(true), isStopped)).rejects.toThrow("no store");
});

test("reversed, what depends on others comes first", () => {
  expect(Object.fromEntries(reverseDependencies(diamond))).toEqual({
    top: [],
    left: ["top"],
    right: ["top"],
    base: ["left", "right"],
  });
});
