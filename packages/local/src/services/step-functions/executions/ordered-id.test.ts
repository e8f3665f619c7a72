import { expect, test } from "vitest";

import { toOrderedId } from "./ordered-id.ts";

const uuid = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

test("it is a UUID of version 7 with the time in front", () => {
  expect(toOrderedId(0x017f22e279b0, uuid)).toBe("017f22e2-79b0-7372-a567-0e02b2c3d479");
});

test("later ones sort later", () => {
  const ids = [1, 2 ** 30, 2 ** 40, 2 ** 47].map((at) => toOrderedId(at, uuid));
  expect(ids.toSorted()).toEqual(ids);
});
