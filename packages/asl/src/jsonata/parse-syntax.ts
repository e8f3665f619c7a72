/**
 * From text to the syntax tree as written: operator precedence parsing after Pratt. Every token may begin an operand
 * (`parsePrefix`) or go on from one (`parseInfix`); how strongly it binds to what is on its left decides which operand it gets.
 */
import { JsonataError } from "./jsonata-error.ts";
import { parseSignature } from "./signature.ts";
import type { Signature } from "./signature.ts";
import type { LambdaNode, Node, SortTerm } from "./syntax.ts";
import { Tokenizer } from "./tokenize.ts";
import type { TokenType } from "./tokenize.ts";

/** Operands inside operands beyond which an expression is refused, so that no expression can exhaust the stack. */
const maxDepth = 500;

/** @throws JsonataError with a code that starts with `S`. */
export function parseSyntax(source: string): Node {
  return new Parser(source).parse();
}

class Parser {
  private readonly tokens: Tokenizer;
  // The token that comes next, copied out of the tokenizer.
  private type: TokenType = "end";
  private value: string | number | boolean | null = "";
  private position = 0;
  private power = 0;
  private depth = 0;

  constructor(source: string) {
    this.tokens = new Tokenizer(source);
  }

  parse(): Node {
    this.advance(false);
    const node = this.parseOperand(0);
    if (this.type !== "end") {
      throw new JsonataError("S0201", { position: this.position, token: this.value });
    }
    return node;
  }

  private advance(infix: boolean): void {
    const { tokens } = this;
    tokens.advance(infix);
    this.type = tokens.type;
    this.value = tokens.value;
    this.position = tokens.position;
    this.power = tokens.power;
  }

  private at(operator: string): boolean {
    return this.type === "operator" && this.value === operator;
  }

  private expect(operator: string, infix = false): void {
    if (!this.at(operator)) {
      throw new JsonataError(this.type === "end" ? "S0203" : "S0202", {
        position: this.position,
        token: this.value,
        value: operator,
      });
    }
    this.advance(infix);
  }

  /** An operand with everything that binds to it more strongly than `power`. */
  private parseOperand(power: number): Node {
    if (++this.depth > maxDepth) {
      throw new JsonataError("U1002", {
        position: this.position,
        reason: `The expression is nested more than ${maxDepth} levels deep`,
      });
    }
    let left = this.parsePrefix();
    while (power < this.power) {
      const operator = String(this.value);
      const { position, power: own } = this;
      this.advance(false);
      left = this.parseInfix(operator, own, position, left);
    }
    this.depth--;
    return left;
  }

  private parsePrefix(): Node {
    const { type, value, position } = this;
    const flags = this.tokens.flags;
    this.advance(true);
    switch (type) {
      case "name":
        return { type: "name", value: String(value), position };
      case "variable":
        return { type: "variable", value: String(value), position };
      case "string":
      case "number":
      case "value":
        return { type: "literal", value, position };
      case "regex":
        return { type: "regex", pattern: String(value), flags, position };
      case "end":
        return { type: "end", position };
      case "operator":
        return this.parsePrefixOperator(String(value), position);
    }
  }

  private parsePrefixOperator(operator: string, position: number): Node {
    switch (operator) {
      case "and":
      case "or":
      case "in":
        return { type: "operator", value: operator, position };
      case "-":
        return { type: "negate", expression: this.parseOperand(70), position };
      case "*":
        return { type: "wildcard", position };
      case "**":
        return { type: "descendant", position };
      case "%":
        return { type: "parent", slot: { label: "", level: 1 }, position };
      case "(":
        return this.parseBlock(position);
      case "[":
        return this.parseArray(position);
      case "{":
        return { type: "object", pairs: this.parsePairs(), position };
      case "|":
        return this.parseTransform(position);
      default:
        throw new JsonataError("S0211", { position, token: operator });
    }
  }

  private parseInfix(operator: string, power: number, position: number, left: Node): Node {
    switch (operator) {
      case ".":
        return { type: "step", lhs: left, rhs: this.parseOperand(75), position };
      case "[":
        return this.parseFilter(left, position);
      case "(":
        return this.parseCall(left, position);
      case "{":
        return { type: "groupBy", lhs: left, pairs: this.parsePairs(), position };
      case "^":
        return { type: "orderBy", lhs: left, terms: this.parseTerms(), position };
      case "@":
      case "#":
        return this.parseStepBinding(operator, left, position);
      case "?":
        return this.parseCondition(left, position);
      case ":=":
        if (left.type !== "variable") {
          throw new JsonataError("S0212", { position: left.position, token: tokenOf(left) });
        }
        return { type: "bind", name: left.value, rhs: this.parseOperand(9), position };
      case "~>":
        return { type: "apply", lhs: left, rhs: this.parseOperand(40), position };
      default: {
        const rhs = this.parseOperand(power);
        return { type: "binary", operator, lhs: left, rhs, position };
      }
    }
  }

  private parseBlock(position: number): Node {
    const expressions: Node[] = [];
    while (!this.at(")")) {
      expressions.push(this.parseOperand(0));
      if (!this.at(";")) break;
      this.advance(false);
    }
    this.expect(")", true);
    return { type: "block", expressions, position };
  }

  private parseArray(position: number): Node {
    const expressions: Node[] = [];
    if (!this.at("]")) {
      for (;;) {
        let item = this.parseOperand(0);
        if (this.at("..")) {
          const rangePosition = this.position;
          this.advance(false);
          const rhs = this.parseOperand(0);
          item = { type: "binary", operator: "..", lhs: item, rhs, position: rangePosition };
        }
        expressions.push(item);
        if (!this.at(",")) break;
        this.advance(false);
      }
    }
    this.expect("]", true);
    return { type: "array", expressions, position };
  }

  private parsePairs(): [Node, Node][] {
    const pairs: [Node, Node][] = [];
    if (!this.at("}")) {
      for (;;) {
        const key = this.parseOperand(0);
        this.expect(":");
        pairs.push([key, this.parseOperand(0)]);
        if (!this.at(",")) break;
        this.advance(false);
      }
    }
    this.expect("}", true);
    return pairs;
  }

  private parseTransform(position: number): Node {
    const pattern = this.parseOperand(0);
    this.expect("|");
    const update = this.parseOperand(0);
    let deletion: Node | undefined;
    if (this.at(",")) {
      this.advance(false);
      deletion = this.parseOperand(0);
    }
    this.expect("|");
    return { type: "transform", pattern, update, delete: deletion, position };
  }

  private parseFilter(left: Node, position: number): Node {
    if (this.at("]")) {
      // `a[]`: the innermost node that the predicates belong to keeps its array.
      let step = left;
      while (step.type === "filter") step = step.lhs;
      step.keepArray = true;
      this.advance(false);
      return left;
    }
    const rhs = this.parseOperand(0);
    this.expect("]", true);
    return { type: "filter", lhs: left, rhs, position };
  }

  private parseTerms(): SortTerm[] {
    this.expect("(");
    const terms: SortTerm[] = [];
    for (;;) {
      const descending = this.at(">");
      if (descending || this.at("<")) this.advance(false);
      terms.push({ descending, expression: this.parseOperand(0) });
      if (!this.at(",")) break;
      this.advance(false);
    }
    this.expect(")");
    return terms;
  }

  private parseStepBinding(operator: "@" | "#", left: Node, position: number): Node {
    const name = this.parseOperand(80);
    if (name.type !== "variable") {
      throw new JsonataError("S0214", { position: name.position, token: operator });
    }
    return {
      type: operator === "@" ? "focusBind" : "indexBind",
      lhs: left,
      name: name.value,
      position,
    };
  }

  private parseCondition(condition: Node, position: number): Node {
    const whenTrue = this.parseOperand(0);
    let whenFalse: Node | undefined;
    if (this.at(":")) {
      this.advance(false);
      whenFalse = this.parseOperand(0);
    }
    return { type: "condition", condition, whenTrue, whenFalse, position };
  }

  private parseCall(procedure: Node, position: number): Node {
    const args: Node[] = [];
    let partial = false;
    if (!this.at(")")) {
      for (;;) {
        if (this.at("?")) {
          partial = true;
          args.push({ type: "operator", value: "?", position: this.position });
          this.advance(false);
        } else {
          args.push(this.parseOperand(0));
        }
        if (!this.at(",")) break;
        this.advance(false);
      }
    }
    this.expect(")", true);
    if (procedure.type === "name" && (procedure.value === "function" || procedure.value === "\u03BB")) {
      return this.parseLambda(args, position);
    }
    return { type: partial ? "partial" : "call", procedure, arguments: args, position };
  }

  private parseLambda(args: Node[], position: number): LambdaNode {
    const parameters = args.map((argument, index) => {
      if (argument.type !== "variable") {
        throw new JsonataError("S0208", {
          position: argument.position,
          token: tokenOf(argument),
          value: index + 1,
        });
      }
      return argument.value;
    });
    const signature = this.at("<") ? this.parseLambdaSignature() : undefined;
    this.expect("{");
    const body = this.parseOperand(0);
    this.expect("}");
    return { type: "lambda", parameters, signature, body, position };
  }

  private parseLambdaSignature(): Signature {
    const start = this.position;
    let depth = 1;
    let text = "<";
    while (depth > 0 && !this.at("{") && this.type !== "end") {
      this.advance(false);
      if (this.at(">")) depth--;
      else if (this.at("<")) depth++;
      text += String(this.value);
    }
    this.expect(">");
    return parseSignature(text, start);
  }
}

/** How messages name a node. */
export function tokenOf(node: Node): unknown {
  switch (node.type) {
    case "name":
    case "variable":
    case "literal":
    case "operator":
      return node.value;
    case "binary":
      return node.operator;
    case "end":
      return "(end)";
    default:
      return symbols[node.type];
  }
}

const symbols: Partial<Record<Node["type"], string>> = {
  negate: "-",
  wildcard: "*",
  descendant: "**",
  parent: "%",
  array: "[",
  object: "{",
  block: "(",
  call: "(",
  partial: "(",
  lambda: "(",
  condition: "?",
  transform: "|",
  step: ".",
  filter: "[",
  groupBy: "{",
  orderBy: "^",
  focusBind: "@",
  indexBind: "#",
  bind: ":=",
  apply: "~>",
};
