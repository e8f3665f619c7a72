import type { ForStatement } from "oxc-parser";
import { type Code, renderCode } from "../expression/code.ts";
import { nameOf, type SyntaxNode, walkSyntax } from "../source/syntax-node.ts";
import type { FlowContext } from "./context.ts";

/** Source: Step Functions Developer Guide, "Quotas": events in the history of a Standard execution. */
const maxEvents = 25_000;
/** Source: its GetExecutionHistory: a Task writes that its state is entered and exited, and that it is scheduled, started and ended. */
const eventsOfTask = 5;
/** Entered and exited: a Wait, and the Choice of the loop. */
const eventsOfState = 2;

/** Warns of a loop whose rounds are known to be more than the history of one execution holds. `numbers` are those that it counts. */
export function checkHistory(numbers: Code, node: ForStatement, context: FlowContext): void {
  const last = /^\[0\.\.(\d+)\]$/.exec(renderCode(numbers))?.[1];
  if (last === undefined) return;
  const rounds = Number(last) + 1;
  const events = rounds * (eventsOfState + eventsOf(node));
  if (events <= maxEvents) return;
  context.diagnostics.report(
    "ACME1302",
    node.test ?? node,
    `${rounds} rounds write about ${events} events, and the history of an execution holds ${maxEvents}`,
    {
      help: "use distributedMap(), whose items have histories of their own, or call another flow for each part",
    },
  );
}

function eventsOf({ body }: ForStatement): number {
  let events = 0;
  // A syntax node of a known kind is one of any kind.
  walkSyntax(body as unknown as SyntaxNode, (node) => {
    if (node.type !== "AwaitExpression") return;
    const { argument } = node as SyntaxNode & { argument?: { callee?: unknown } };
    const isWait = /^sleep(?:Until)?$/.test(nameOf(argument?.callee) ?? "");
    events += isWait ? eventsOfState : eventsOfTask;
  });
  return events;
}
