import type { Picture, PictureEdge, PictureNode, PictureScope } from "./read-picture.ts";

/** Longer names are cut: a picture is to be read at once, and the definition has them whole. */
const maxLabelLength = 80;

/** The picture as a Mermaid flowchart. A Map is a subgraph; so is a Parallel, with one for each of its branches. */
export function toMermaid({ title, scope }: Picture): string {
  const lines = [
    "---",
    `title: ${JSON.stringify(title)}`,
    "---",
    "flowchart TD",
    ...scopeLines(scope, "  "),
    "  classDef choice stroke-width:2px",
    "  classDef fail stroke:#c62828,stroke-width:2px",
    "  classDef succeed stroke:#2e7d32,stroke-width:2px",
  ];
  return `${lines.join("\n")}\n`;
}

function scopeLines({ nodes, edges }: PictureScope, indent: string): string[] {
  return [
    ...nodes.flatMap((node) => nodeLines(node, indent)),
    ...edges.map((edge) => `${indent}${edgeLine(edge)}`),
  ];
}

function nodeLines(node: PictureNode, indent: string): string[] {
  const { id, kind, name, inner } = node;
  const text = label(name);
  switch (kind) {
    case "start":
      return [`${indent}${id}((" "))`];
    case "end":
      return [`${indent}${id}(((" ")))`];
    case "choice":
      return [`${indent}${id}{${text}}:::choice`];
    case "wait":
      return [`${indent}${id}([${text}])`];
    case "task":
      return [`${indent}${id}[${text}]`];
    case "pass":
      return [`${indent}${id}(${text})`];
    case "succeed":
    case "fail":
      return [`${indent}${id}(${text}):::${kind}`];
    case "map":
    case "parallel":
      return [
        `${indent}subgraph ${id}[${text}]`,
        ...inner.flatMap((scope, index) =>
          inner.length === 1
            ? scopeLines(scope, `${indent}  `)
            : [
                `${indent}  subgraph ${id}b${index + 1}[" "]`,
                ...scopeLines(scope, `${indent}    `),
                `${indent}  end`,
              ],
        ),
        `${indent}end`,
      ];
    default:
      return kind satisfies never;
  }
}

function edgeLine({ from, to, kind, label: text }: PictureEdge): string {
  const line = kind === "catch" ? "-.->" : "-->";
  return `${from} ${line}${text === "" ? "" : `|${label(text)}|`} ${to}`;
}

/** Text in quotes; what Mermaid or HTML would read as their own is written as entities. Source: Mermaid, flowchart syntax, entity codes. */
function label(text: string): string {
  const cut = text.length > maxLabelLength ? `${text.slice(0, maxLabelLength - 1)}…` : text;
  const safe = cut.replaceAll(
    /[^\p{L}\p{N} .,;:()[\]{}=+*/!?'…-]/gu,
    (letter) => `#${letter.codePointAt(0)};`,
  );
  return `"${safe}"`;
}
