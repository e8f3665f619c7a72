import { Graph, layout } from "@dagrejs/dagre";

import type { PictureEdge, PictureKind, PictureNode, PictureScope } from "./read-picture.ts";
import { type Point, routeLine } from "./route-line.ts";
import { layText, type TextBlock } from "./text-size.ts";

/** A scope with places. Everything is in pixels from its own upper left corner. */
export interface LaidScope {
  width: number;
  height: number;
  boxes: readonly Box[];
  lines: readonly Line[];
}

export interface Box {
  node: PictureNode;
  x: number;
  y: number;
  width: number;
  height: number;
  text: TextBlock;
  /** Scopes inside, by the place of their corner in the box. */
  inner: readonly { x: number; y: number; scope: LaidScope }[];
}

export interface Line {
  edge: PictureEdge;
  points: readonly Point[];
  /** Its middle. */
  label: { x: number; y: number; text: TextBlock } | undefined;
}

const gaps = { betweenBoxes: 32, betweenRanks: 26, betweenLines: 16, group: 14, branch: 10 };

/** Columns and lines of text in a box, and the space around it. */
const boxText: Readonly<Record<PictureKind, { columns: number; lines: number; x: number; y: number }>> = {
  start: { columns: 0, lines: 0, x: 7, y: 7 },
  end: { columns: 0, lines: 0, x: 8, y: 8 },
  task: { columns: 30, lines: 3, x: 14, y: 10 },
  choice: { columns: 30, lines: 3, x: 22, y: 10 },
  wait: { columns: 30, lines: 3, x: 18, y: 10 },
  pass: { columns: 30, lines: 3, x: 14, y: 10 },
  succeed: { columns: 30, lines: 3, x: 14, y: 10 },
  fail: { columns: 30, lines: 3, x: 14, y: 10 },
  map: { columns: 60, lines: 2, x: gaps.group, y: gaps.group },
  parallel: { columns: 60, lines: 2, x: gaps.group, y: gaps.group },
};

/** Lays out a scope and all inside of it, from the inside out: a Map or Parallel is a box of the size that its inside needs. */
export function layOut(scope: PictureScope): LaidScope {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "TB",
    nodesep: gaps.betweenBoxes,
    ranksep: gaps.betweenRanks,
    edgesep: gaps.betweenLines,
  });
  const sized = new Map(scope.nodes.map((node) => [node.id, sizeBox(node)]));
  for (const [id, { width, height }] of sized) graph.setNode(id, { width, height });
  const labels = new Map<PictureEdge, TextBlock>();
  for (const edge of scope.edges) {
    const text = layText(edge.label, 28, 4);
    labels.set(edge, text);
    const { width, height } = text;
    // What usually happens is drawn straighter than what is caught.
    const weight = edge.kind === "catch" ? 1 : 3;
    const space = width > 0 ? { width: width + 10, height: height + 6, labelpos: "c" } : {};
    graph.setEdge(edge.from, edge.to, { weight, ...space }, edge.kind);
  }
  layout(graph);

  const boxes = [...sized].map(([id, box]): Box => {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Point>;
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
  const lines = scope.edges.map((edge): Line => {
    const laid = graph.edge({ v: edge.from, w: edge.to, name: edge.kind }) as Partial<Point> & {
      points?: Point[];
    };
    const text = labels.get(edge);
    const label =
      text === undefined || text.width === 0 ? undefined : { x: laid.x ?? 0, y: laid.y ?? 0, text };
    const from = boxes.find(({ node }) => node.id === edge.from);
    const to = boxes.find(({ node }) => node.id === edge.to);
    const given = laid.points ?? [];
    const points = from === undefined || to === undefined ? given : routeLine(given, from, to, boxes);
    return { edge, points, label };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, boxes, lines };
}

function sizeBox(node: PictureNode): Box {
  const { columns, lines, x, y } = boxText[node.kind];
  const text = layText(columns === 0 ? "" : node.name, columns, lines);
  if (node.inner.length === 0) {
    const box = { width: text.width + 2 * x, height: text.height + 2 * y };
    return { node, text, x: 0, y: 0, ...box, inner: [] };
  }
  const scopes = node.inner.map(layOut);
  const top = y + text.height + gaps.branch;
  const tallest = Math.max(...scopes.map(({ height }) => height));
  const padding = scopes.length > 1 ? gaps.branch : 0;
  let left = x;
  const inner = scopes.map((scope) => {
    const place = { x: left + padding, y: top + padding, scope };
    left += scope.width + 2 * padding + gaps.branch;
    return place;
  });
  const inside = left - gaps.branch + x;
  const width = Math.max(inside, text.width + 2 * x);
  // Under a long title the branches stand in the middle.
  const shift = (width - inside) / 2;
  return {
    node,
    text,
    x: 0,
    y: 0,
    width,
    height: top + tallest + 2 * padding + y,
    inner: inner.map((place) => ({ ...place, x: place.x + shift })),
  };
}
