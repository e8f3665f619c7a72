import { expect, it } from "vitest";
import { moduleOf } from "../testing/example-flows.ts";
import { compileValid } from "../testing/run-both.ts";

/** The catchers of the first state that has some, by the names that they take. */
function catchersOf(body: string): string[][] {
  const { definition } = compileValid(moduleOf(body));
  const states = Object.values(
    definition["States"] as Record<string, { Catch?: { ErrorEquals: string[] }[] }>,
  );
  return (
    states.flatMap(({ Catch }) =>
      Catch === undefined ? [] : [Catch.map(({ ErrorEquals }) => ErrorEquals)],
    )[0] ?? []
  );
}

it.each([
  [
    "a class is caught with its subclasses, and what is thrown again is not caught",
    "try { return await fail({ n }); } catch (e) { if (e instanceof OutOfStock) return 'out'; throw e; }",
    [["OutOfStock", "SoldOut"]],
  ],
  [
    "a subclass that is asked for first is taken out of its class",
    "try { return await fail({ n }); } catch (e) { if (e instanceof SoldOut) return await twice({ n }); if (e instanceof OutOfStock) return 'out'; throw e; }",
    [["SoldOut"], ["OutOfStock"]],
  ],
  [
    "what is not told apart is taken by the last catcher",
    "try { return await fail({ n }); } catch (e) { if (e.name === 'Refused') return await twice({ n }); return e.message; }",
    [["Refused"], ["States.ALL"]],
  ],
  [
    "States.TaskFailed would take more than its name, so it is asked for behind the catcher",
    "try { return await fail({ n }); } catch (e) { if (e.name === 'States.TaskFailed') return 1; if (e instanceof Refused) return 2; throw e; }",
    [["Refused"], ["States.ALL"]],
  ],
  [
    "where more than the class decides, the class is caught and the rest is asked behind the catcher",
    "let i = 0; while (true) { try { return await fail({ n: i }); } catch (e) { if (!(e instanceof Refused)) throw e; if (i >= n) return 'tried'; } i++; }",
    [["Refused"]],
  ],
  [
    "a part of a name cannot be asked for in a catcher",
    "try { return await fail({ n }); } catch (e) { if (e.name.startsWith('Out')) return 'out'; throw e; }",
    [["States.ALL"]],
  ],
])("%s", (_title, body, catchers) => {
  expect(catchersOf(body)).toEqual(catchers);
});
