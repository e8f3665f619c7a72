import type { SourceFile } from "typescript/unstable/ast";
import type { Node } from "typescript/unstable/ast";
import type { Span } from "../../source/diagnostic.ts";

/** Nodes of one statement at the top of a module, by the offset at which they end; outer ones first. */
interface StatementNodes {
  byEnd: ReadonlyMap<number, readonly Node[]>;
  all: readonly Node[];
}

/** Finds the nodes of TypeScript's tree by the spans that another parser gives them. */
export class NodeIndex {
  readonly #file: SourceFile;
  readonly #statements = new Map<Node, StatementNodes>();

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** The innermost node of exactly this span. */
  find(span: Span): Node | undefined {
    const candidates = this.around(span)?.byEnd.get(span.end) ?? [];
    // A node's `pos` is where what is before it ended: blanks and comments are its own.
    const found = candidates.findLast(({ pos }) => pos <= span.start);
    return found !== undefined && isTrivia(this.#file.text.slice(found.pos, span.start)) ? found : undefined;
  }

  /** The nodes of the statement that the span is in; a flow is one. */
  around({ start, end }: Span): StatementNodes | undefined {
    const statement = this.#file.statements.find((each) => each.pos <= start && end <= each.end);
    if (statement === undefined) return undefined;
    const known = this.#statements.get(statement);
    if (known !== undefined) return known;
    const nodes = nodesOf(statement);
    this.#statements.set(statement, nodes);
    return nodes;
  }
}

function nodesOf(statement: Node): StatementNodes {
  const byEnd = new Map<number, Node[]>();
  const all: Node[] = [];
  const visit = (node: Node): void => {
    all.push(node);
    const same = byEnd.get(node.end);
    if (same === undefined) byEnd.set(node.end, [node]);
    else same.push(node);
    node.forEachChild(visit);
  };
  visit(statement);
  return { byEnd, all };
}

function isTrivia(text: string): boolean {
  return /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*$/.test(text);
}
