import { isNativeError } from "node:util/types";

import { runInNewContext } from "node:vm";

import { expect, test } from "vitest";

import { errorNameOf } from "./error-name.ts";
import { FlowError } from "./flow-error.ts";
import { TaskTimedOut } from "./task-errors.ts";
import { toBoundaryError } from "./to-boundary-error.ts";

class OutOfStock extends Error {}
class SoldOut extends OutOfStock {
  readonly item = "lamp";
}

test("the name is the name of the class, and the class is still told", () => {
  const thrown = new SoldOut("no lamps");
  const error = toBoundaryError(thrown);
  expect(error).toMatchObject({ name: "SoldOut", message: "no lamps", stack: thrown.stack, cause: thrown });
  expect(error).toBeInstanceOf(OutOfStock);
  expect(isNativeError(error)).toBe(true);
});

test("other properties stay behind, as they do when a task runs in a container", () => {
  expect("item" in toBoundaryError(new SoldOut())).toBe(false);
});

test("an error that has crossed one boundary crosses the next unchanged", () => {
  const error = toBoundaryError(new OutOfStock("x"));
  expect(toBoundaryError(error)).toBe(error);
});

test("an error of another realm is an error", () => {
  const foreign: unknown = runInNewContext('new TypeError("from elsewhere")');
  expect(foreign).not.toBeInstanceOf(Error);
  expect(toBoundaryError(foreign)).toMatchObject({ name: "TypeError", message: "from elsewhere" });
});

test("what is thrown without being an error becomes one", () => {
  expect(toBoundaryError("no")).toMatchObject({ name: "Error", message: "no" });
  expect(toBoundaryError({ code: 7 })).toMatchObject({ name: "Error", message: '{"code":7}' });
  expect(toBoundaryError(undefined)).toMatchObject({ name: "Error", message: "undefined" });
});

test("a class of no name of its own is told by the error's name", () => {
  expect(errorNameOf(new DOMException("stop", "AbortError"))).toBe("AbortError");
  expect(errorNameOf(Object.assign(new Error("x"), { name: "Busy" }))).toBe("Busy");
  expect(errorNameOf(new (class extends Error {})("x"))).toBe("Error");
  expect(errorNameOf(new Error("x"))).toBe("Error");
});

test("a class may choose the name, its subclasses have their own", () => {
  class Late extends TaskTimedOut {}
  expect(errorNameOf(new TaskTimedOut("x"))).toBe("States.Timeout");
  expect(errorNameOf(new Late("x"))).toBe("Late");
});

test("a FlowError has the name of its class from the start", () => {
  class NoFiles extends FlowError {}
  const error = new NoFiles("none");
  expect(error.name).toBe("NoFiles");
  expect(Object.keys(error)).toEqual([]);
  expect(String(error)).toBe("NoFiles: none");
});
