/**
 * The syntax tree of an expression.
 *
 * `parseSyntax` makes it as written; `resolvePaths` turns `step`, `filter`, `groupBy`, `orderBy`, `focusBind` and `indexBind`
 * into one `path` with steps, or into marks on the node they follow. Only the second form is compiled.
 */
import type { Signature } from "./signature.ts";

/** One place in a path from which `%` takes its value. Shared by all who read it, because labels are merged later. */
export interface ParentSlot {
  label: string;
  /** How many more steps to go back. */
  level: number;
}

export type Stage = { type: "filter"; predicate: Node } | { type: "index"; name: string };

export interface Group {
  pairs: [key: Node, value: Node][];
  position: number;
}

/** What may hang on any node. Set by `parseSyntax` (`keepArray`) and by `resolvePaths` (the rest). */
interface Marks {
  /** Characters from the start of the expression to the end of the node's own token. */
  position: number;
  /** `[]` follows: one item stays an array. */
  keepArray?: boolean;
  predicates?: Node[];
  group?: Group;
  /** As a step of a path: filters and index bindings, in order. */
  stages?: Stage[];
  /** As a step: `@$name`. */
  focus?: string;
  /** As a step: `#$name`. */
  index?: string;
  /** As a step: where `%` finds the item that the step started from. */
  ancestor?: ParentSlot;
  /** As a step: works on tuples. On a path or a block: hands tuples to the path around it. */
  tuple?: boolean;
  /** The array that it constructs is not flattened. */
  constructs?: boolean;
  /** `%` inside that have not found their step yet. */
  seeking?: ParentSlot[];
}

export interface NameNode extends Marks {
  type: "name";
  value: string;
}
export interface VariableNode extends Marks {
  type: "variable";
  /** Without `$`; empty for the context `$`, `$` for the input `$$`. */
  value: string;
}
export interface LiteralNode extends Marks {
  type: "literal";
  value: string | number | boolean | null;
}
export interface RegexNode extends Marks {
  type: "regex";
  pattern: string;
  flags: string;
}
/** `and`, `or`, `in` where an operand stands (they are names there); `?` as an argument that is left open. */
export interface OperatorNode extends Marks {
  type: "operator";
  value: string;
}
export interface EndNode extends Marks {
  type: "end";
}
export interface WildcardNode extends Marks {
  type: "wildcard" | "descendant";
}
export interface ParentNode extends Marks {
  type: "parent";
  slot: ParentSlot;
}
export interface BinaryNode extends Marks {
  type: "binary";
  operator: string;
  lhs: Node;
  rhs: Node;
}
export interface NegateNode extends Marks {
  type: "negate";
  expression: Node;
}
export interface ArrayNode extends Marks {
  type: "array";
  expressions: Node[];
}
export interface ObjectNode extends Marks {
  type: "object";
  pairs: [key: Node, value: Node][];
}
export interface CallNode extends Marks {
  type: "call" | "partial";
  procedure: Node;
  arguments: Node[];
}
export interface LambdaNode extends Marks {
  type: "lambda";
  parameters: string[];
  signature: Signature | undefined;
  body: Node;
}
export interface ConditionNode extends Marks {
  type: "condition";
  condition: Node;
  whenTrue: Node;
  whenFalse: Node | undefined;
}
export interface TransformNode extends Marks {
  type: "transform";
  pattern: Node;
  update: Node;
  delete: Node | undefined;
}
export interface BlockNode extends Marks {
  type: "block";
  expressions: Node[];
}
export interface ApplyNode extends Marks {
  type: "apply";
  lhs: Node;
  rhs: Node;
}
export interface BindNode extends Marks {
  type: "bind";
  name: string;
  rhs: Node;
}
export interface SortTerm {
  descending: boolean;
  expression: Node;
}

// As written only.
export interface StepNode extends Marks {
  type: "step" | "filter";
  lhs: Node;
  rhs: Node;
}
export interface GroupByNode extends Marks {
  type: "groupBy";
  lhs: Node;
  pairs: [key: Node, value: Node][];
}
export interface OrderByNode extends Marks {
  type: "orderBy";
  lhs: Node;
  terms: SortTerm[];
}
export interface StepBindNode extends Marks {
  type: "focusBind" | "indexBind";
  lhs: Node;
  name: string;
}

// Resolved only.
export interface PathNode extends Marks {
  type: "path";
  steps: Node[];
  /** Some step is followed by `[]`. */
  keepSingleton?: boolean;
}
export interface SortNode extends Marks {
  type: "sort";
  terms: SortTerm[];
}

export type Node =
  | NameNode
  | VariableNode
  | LiteralNode
  | RegexNode
  | OperatorNode
  | EndNode
  | WildcardNode
  | ParentNode
  | BinaryNode
  | NegateNode
  | ArrayNode
  | ObjectNode
  | CallNode
  | LambdaNode
  | ConditionNode
  | TransformNode
  | BlockNode
  | ApplyNode
  | BindNode
  | StepNode
  | GroupByNode
  | OrderByNode
  | StepBindNode
  | PathNode
  | SortNode;
