import { expect, test } from "vitest";

import { toSourceMap } from "../emit/source-map.ts";
import { exampleFlows, moduleOf } from "../testing/example-flows.ts";
import { compileValid } from "../testing/run-both.ts";
import { type LaidScope, layOut } from "./lay-out.ts";
import { type Picture, readPicture } from "./read-picture.ts";
import type { Rectangle } from "./route-line.ts";
import { toMermaid } from "./to-mermaid.ts";
import { toSvg } from "./to-svg.ts";

function pictureOf(body: string): Picture {
  const source = moduleOf(body);
  const compiled = compileValid(source);
  return readPicture(compiled.definition, toSourceMap(compiled, source, "flow.ts"));
}

const order = `
  try {
    await Promise.all([
      map(list, async (item) => {
        const a = await twice({ n: item });
        if (a < 0) throw new OutOfStock("none");
        return a;
      }),
      name({ n }),
    ]);
    switch (text) {
      case "a": await twice({ n }); break;
      case "b": await name({ n });
      default: throw new Refused("no");
    }
  } catch (error) {
    if (!(error instanceof OutOfStock)) throw error;
    await fail({ n });
  }
  for (const item of list) { if (item > 3) await twice({ n: item }); }
  return text;`;

/** Overlaps of boxes, labels and lines of a scope and those inside, in words. */
function overlapsIn({ boxes, lines, width, height }: LaidScope): string[] {
  const grown = (one: Rectangle, by: number): Rectangle => ({
    x: one.x - by,
    y: one.y - by,
    width: one.width + 2 * by,
    height: one.height + 2 * by,
  });
  const labels = lines.flatMap(({ label, edge }) =>
    label === undefined
      ? []
      : [
          {
            name: edge.label,
            place: {
              x: label.x - label.text.width / 2,
              y: label.y - label.text.height / 2,
              width: label.text.width,
              height: label.text.height,
            },
          },
        ],
  );
  const named = [...boxes.map((box) => ({ name: box.node.name, place: box })), ...labels];
  const pairs = named.flatMap((one, index) => named.slice(index + 1).map((other) => [one, other] as const));
  const touching = pairs
    .filter(([one, other]) => isOverlap(one.place, other.place))
    .map(([one, other]) => `"${one.name}" is on "${other.name}"`);
  const crossing = lines.flatMap(({ edge, points }) =>
    boxes
      .filter(({ node }) => node.id !== edge.from && node.id !== edge.to)
      .filter((box) =>
        points.some(
          (point, index) => index > 0 && isCrossing(points[index - 1] ?? point, point, grown(box, -2)),
        ),
      )
      .map(({ node }) => `a line from ${edge.from} to ${edge.to} crosses "${node.name}"`),
  );
  const outside = named
    .filter(
      ({ place: { x, y, ...size } }) =>
        x < -1 || y < -1 || x + size.width > width + 1 || y + size.height > height + 1,
    )
    .map(({ name }) => `"${name}" is outside`);
  return [
    ...touching,
    ...crossing,
    ...outside,
    ...boxes.flatMap(({ inner }) => inner.flatMap(({ scope }) => overlapsIn(scope))),
  ];
}

function isOverlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x + one.width > other.x &&
    other.x + other.width > one.x &&
    one.y + one.height > other.y &&
    other.y + other.height > one.y
  );
}

/** By looking at many points of the piece. */
function isCrossing(from: { x: number; y: number }, to: { x: number; y: number }, box: Rectangle): boolean {
  return Array.from({ length: 101 }, (_, step) => step / 100).some((share) => {
    const x = from.x + (to.x - from.x) * share;
    const y = from.y + (to.y - from.y) * share;
    return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
  });
}

test("states, labels and lines of a flow keep off each other, inside of Maps and Parallels too", () => {
  expect(overlapsIn(layOut(pictureOf(order).scope))).toEqual([]);
});

test("so do those of every example", () => {
  const found = exampleFlows.flatMap(({ title, body }) =>
    overlapsIn(layOut(pictureOf(body).scope)).map((overlap) => `${title}: ${overlap}`),
  );
  expect(exampleFlows.length).toBeGreaterThan(40);
  expect(found).toEqual([]);
});

test("a picture has Maps and Parallels with what is inside, conditions as the source has them, and what is caught", () => {
  const task = { Type: "Task", Resource: "arn:aws:states:::ecs:runTask.sync" };
  const caught = { Catch: [{ ErrorEquals: ["OutOfStock", "SoldOut"], Next: "sorry" }] };
  const definition = {
    StartAt: "all",
    States: {
      all: {
        Type: "Parallel",
        Branches: [
          { StartAt: "each", States: { each: { Type: "Map", ItemProcessor: machine(), End: true } } },
          { StartAt: "mail", States: { mail: { ...task, End: true } } },
        ],
        ...caught,
        Next: "if a",
      },
      "if a": { Type: "Choice", Choices: [{ Condition: "{% $a %}", Next: "wait" }], Default: "done" },
      wait: { Type: "Wait", Seconds: 1, Next: "all" },
      sorry: { ...task, Catch: [{ ErrorEquals: ["States.ALL"], Next: "done" }], Next: "done" },
      done: { Type: "Succeed" },
    },
  };
  function machine() {
    return { StartAt: "load", States: { load: { ...task, Next: "check" }, check: { ...task, End: true } } };
  }
  const place = { line: 3, column: 1, endLine: 3, endColumn: 9 };
  const states = { "if a": { ...place, why: "it depends", rules: ["if a > 3"] } };
  const picture = readPicture(definition, { version: 1, flow: "shop", source: "shop.ts", states });
  expect(toMermaid(picture)).toBe(`---
title: "shop"
---
flowchart TD
  s12((" "))
  subgraph s1["all"]
    subgraph s1b1[" "]
      subgraph s6["each"]
        s9((" "))
        s7["load"]
        s8["check"]
        s10(((" ")))
        s9 --> s7
        s7 --> s8
        s8 --> s10
      end
    end
    subgraph s1b2[" "]
      s11["mail"]
    end
  end
  s2{"if a"}:::choice
  s3(["wait"])
  s4["sorry"]
  s5("done"):::succeed
  s13(((" ")))
  s12 --> s1
  s1 --> s2
  s1 -.->|"OutOfStock, SoldOut"| s4
  s2 -->|"a #62; 3"| s3
  s2 -->|"else"| s5
  s3 --> s1
  s4 --> s5
  s4 -.->|"any error"| s5
  s5 --> s13
  classDef choice stroke-width:2px
  classDef fail stroke:#c62828,stroke-width:2px
  classDef succeed stroke:#2e7d32,stroke-width:2px
`);
});

test("names that Mermaid or HTML would read as their own stand in entities", () => {
  const text = toMermaid(
    pictureOf('if (text === "<b>]\\"#;|`") return await twice({ n }); return await name({ n });'),
  );
  expect(text).toContain('{"if text === #34;#60;b#62;]#92;#34;#35;;#124;#96;#34;"}');
});

test("a picture is the same each time, and well-formed XML with all text in it", () => {
  const svg = toSvg(pictureOf(order));
  expect(toSvg(pictureOf(order))).toBe(svg);
  const open: string[] = [];
  for (const [tag, closing, name = "", single] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/gi)) {
    if (closing) expect(open.pop(), tag).toBe(name);
    else if (!single) open.push(name);
  }
  expect(open).toEqual([]);
  for (const text of ["Promise.all", "map list", "throw OutOfStock", "case &quot;a&quot;", "flow.ts:"])
    expect(svg).toContain(text);
  const strange = toSvg(
    pictureOf('if (text === "<&>\\u0001") return await twice({ n }); return await name({ n });'),
  );
  expect(strange).toContain("&quot;&lt;&amp;&gt;\\u0001&quot;");
});
