export interface Point {
  x: number;
  y: number;
}

export interface Rectangle extends Point {
  width: number;
  height: number;
}

/** How far from a box's side a line leaves or meets it. */
const inset = 8;

/**
 * The way of a line from one box to another. The layout gives a point in each row between them, but keeps no distance to boxes that are
 * taller than others of their row: so lines go straight up or down as long as they are in a row, and across between rows.
 */
export function routeLine(
  given: readonly Point[],
  from: Rectangle,
  to: Rectangle,
  boxes: readonly Rectangle[],
): Point[] {
  const inner = given.slice(1, -1);
  const first = inner[0] ?? middleOf(to);
  const last = inner.at(-1) ?? middleOf(from);
  const leaves = sideOf(from, first);
  const meets = sideOf(to, last);
  // Beside each other, or to itself: as the layout has it.
  if (leaves === undefined || meets === undefined) return [...given];
  const rows = rowsOf(boxes);
  const points = [leaves, ...inner, meets];
  const routed = points.flatMap((point, index): Point[] => {
    const before = points[index - 1];
    const after = points[index + 1];
    const isDown = (before ?? point).y < (after ?? point).y;
    const row = rows.find(({ top, bottom }) => point.y >= top && point.y <= bottom);
    if (row === undefined) return [point];
    const [near, far] = isDown ? [row.top, row.bottom] : [row.bottom, row.top];
    const enters = { x: point.x, y: near };
    const exits = { x: point.x, y: far };
    if (before === undefined) return [point, exits];
    return after === undefined ? [enters, point] : [enters, exits];
  });
  return withoutIdle(routed);
}

/** Where a box is left for, or met from, a point above or below it. */
function sideOf({ x, y, width, height }: Rectangle, towards: Point): Point | undefined {
  const across = Math.min(Math.max(towards.x, x + inset), Math.max(x + width - inset, x + inset));
  const at = width <= 2 * inset ? x + width / 2 : across;
  if (towards.y >= y + height) return { x: at, y: y + height };
  if (towards.y <= y) return { x: at, y };
  return undefined;
}

/** Boxes whose middles are on one height are a row. */
function rowsOf(boxes: readonly Rectangle[]): { top: number; bottom: number }[] {
  const rows = new Map<number, { top: number; bottom: number }>();
  for (const box of boxes) {
    const key = Math.round(middleOf(box).y);
    const { top, bottom } = rows.get(key) ?? { top: Infinity, bottom: -Infinity };
    rows.set(key, { top: Math.min(top, box.y), bottom: Math.max(bottom, box.y + box.height) });
  }
  return [...rows.values()];
}

function middleOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Points on a straight piece, and twice the same, change nothing. */
function withoutIdle(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [one, two] = [kept.at(-2), kept.at(-1)];
    if (two !== undefined && isNear(two, point)) continue;
    if (one !== undefined && two !== undefined && isOn(one, two, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

function isNear(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) < 0.1 && Math.abs(one.y - other.y) < 0.1;
}

function isOn(one: Point, two: Point, three: Point): boolean {
  return Math.abs((two.x - one.x) * (three.y - one.y) - (three.x - one.x) * (two.y - one.y)) < 0.1;
}
