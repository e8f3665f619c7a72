import { type Box, type LaidScope, layOut, type Line } from "./lay-out.ts";
import type { Picture } from "./read-picture.ts";
import type { Point } from "./route-line.ts";
import { font, type TextBlock } from "./text-size.ts";

const margin = 20;

/** The picture as an SVG document of its own, for light and dark surroundings. */
export function toSvg({ title, scope }: Picture): string {
  const laid = layOut(scope);
  const width = Math.ceil(laid.width) + 2 * margin;
  const height = Math.ceil(laid.height) + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escape(title)}</title>
<style>${style}</style>
<defs>
${arrow("next")}
${arrow("catch")}
</defs>
<rect class="ground" width="100%" height="100%"/>
${drawScope(laid, { x: margin, y: margin }).join("\n")}
</svg>
`;
}

/** Names begin with the class of the document, so that several pictures and a page's own style do not meet. */
const style = `
.flow{--ground:#fff;--box:#f6f8fa;--group:#fff;--ink:#1f2328;--line:#59636e;--faint:#d1d9e0;--task:#0969da;--choice:#9a6700;--good:#1a7f37;--bad:#cf222e;font:${font.size}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media(prefers-color-scheme:dark){.flow{--ground:#0d1117;--box:#161b22;--group:#0d1117;--ink:#e6edf3;--line:#9198a1;--faint:#3d444d;--task:#58a6ff;--choice:#d29922;--good:#3fb950;--bad:#f85149}}
.flow .ground{fill:var(--ground)}
.flow text{fill:var(--ink);text-anchor:middle;dominant-baseline:central;white-space:pre}
.flow .box{fill:var(--box);stroke:var(--line);stroke-width:1.2}
.flow .task{stroke:var(--task)}.flow .choice{stroke:var(--choice)}.flow .succeed{stroke:var(--good)}.flow .fail{stroke:var(--bad)}
.flow .pass{stroke:var(--faint)}.flow .map,.flow .parallel{fill:var(--group);stroke:var(--line)}.flow .branch{fill:none;stroke:var(--faint)}
.flow .start,.flow .dot{fill:var(--line);stroke:none}.flow .end{fill:none;stroke:var(--line)}
.flow .line{fill:none;stroke:var(--line);stroke-width:1.2}.flow .catch{stroke:var(--bad);stroke-dasharray:5 4}
.flow .label{fill:var(--ground)}.flow .note{font-style:italic}
.flow .next-tip{fill:var(--line)}.flow .catch-tip{fill:var(--bad)}
`;

function arrow(kind: Line["edge"]["kind"]): string {
  return `<marker id="flow-${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="${kind}-tip" d="M0 1L10 5L0 9z"/></marker>`;
}

function drawScope({ boxes, lines }: LaidScope, at: Point): string[] {
  return [
    ...boxes.flatMap((box) => drawBox(box, { x: at.x + box.x, y: at.y + box.y })),
    ...lines.map((line) => drawLine(line, at)),
    // Labels are on top of every line.
    ...lines.flatMap((line) => drawLabel(line, at)),
  ];
}

function drawBox({ node, width, height, text, inner }: Box, at: Point): string[] {
  const { kind } = node;
  const middle = { x: at.x + width / 2, y: at.y + height / 2 };
  const title = [node.name, ...node.notes].join("\n");
  const isGroup = inner.length > 0;
  const textAt = isGroup ? { x: middle.x, y: at.y + 14 + text.height / 2 } : middle;
  const words = kind === "start" || kind === "end" ? [] : drawText(text, textAt, "");
  return [
    "<g>",
    ...(kind === "start" || kind === "end" ? [] : [`<title>${escape(title)}</title>`]),
    shapeOf(kind, at, width, height),
    ...words,
    "</g>",
    ...inner.flatMap(({ x, y, scope }) => {
      const corner = { x: at.x + x, y: at.y + y };
      const tallest = Math.max(...inner.map((each) => each.scope.height));
      const frame = `<rect class="box branch" x="${round(corner.x - 10)}" y="${round(corner.y - 10)}" width="${round(scope.width + 20)}" height="${round(tallest + 20)}" rx="4"/>`;
      return [...(inner.length > 1 ? [frame] : []), ...drawScope(scope, corner)];
    }),
  ];
}

function shapeOf(kind: Box["node"]["kind"], { x, y }: Point, width: number, height: number): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  switch (kind) {
    case "start":
      return `<circle class="start" cx="${round(x + width / 2)}" cy="${round(y + height / 2)}" r="6"/>`;
    case "end": {
      const centre = `cx="${round(x + width / 2)}" cy="${round(y + height / 2)}"`;
      return `<circle class="box end" ${centre} r="7"/><circle class="dot" ${centre} r="4"/>`;
    }
    case "choice": {
      const tip = 12;
      const points = [
        [x, y + height / 2],
        [x + tip, y],
        [x + width - tip, y],
        [x + width, y + height / 2],
        [x + width - tip, y + height],
        [x + tip, y + height],
      ];
      const corners = points.map(([left = 0, top = 0]) => `${round(left)},${round(top)}`).join(" ");
      return `<polygon class="box choice" points="${corners}"/>`;
    }
    case "wait":
      return `<rect class="box wait" ${place} rx="${round(height / 2)}"/>`;
    case "map":
    case "parallel":
    case "task":
    case "pass":
    case "succeed":
    case "fail":
      return `<rect class="box ${kind}" ${place} rx="6"/>`;
    default:
      return kind satisfies never;
  }
}

function drawText({ lines, height }: TextBlock, { x, y }: Point, className: string): string[] {
  const top = y - height / 2 + font.lineHeight / 2;
  const kind = className === "" ? "" : ` class="${className}"`;
  return lines.map(
    (line, index) =>
      `<text${kind} x="${round(x)}" y="${round(top + index * font.lineHeight)}">${escape(line)}</text>`,
  );
}

function drawLine({ edge, points }: Line, at: Point): string {
  const kind = edge.kind === "catch" ? "line catch" : "line";
  return `<path class="${kind}" d="${curve(points.map(({ x, y }) => ({ x: x + at.x, y: y + at.y })))}" marker-end="url(#flow-${edge.kind})"/>`;
}

function drawLabel({ label }: Line, at: Point): string[] {
  if (label === undefined) return [];
  const { text } = label;
  const middle = { x: label.x + at.x, y: label.y + at.y };
  const ground = `<rect class="label" x="${round(middle.x - text.width / 2 - 3)}" y="${round(middle.y - text.height / 2)}" width="${round(text.width + 6)}" height="${round(text.height)}"/>`;
  return [ground, ...drawText(text, middle, "note")];
}

/** Straight pieces with round corners. */
function curve(points: readonly Point[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "";
  const bends = points.slice(1, -1).map((corner, index) => {
    const before = points[index] ?? corner;
    const after = points[index + 2] ?? corner;
    return `L${pair(towards(corner, before))}Q${pair(corner)} ${pair(towards(corner, after))}`;
  });
  return `M${pair(first)}${bends.join("")}L${pair(last)}`;
}

const cornerRadius = 8;

/** As far from a corner as it is round, at most half of the way. */
function towards(corner: Point, other: Point): Point {
  const distance = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = distance === 0 ? 0 : Math.min(cornerRadius, distance / 2) / distance;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return (
    text
      // XML has no other control characters.
      .replaceAll(/[^\P{C}\n\t]/gu, " ")
      .replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? letter)
  );
}
