import type { Code } from "../expression/code.ts";
import { throughEdge, volatileReads } from "../graph/builder.ts";
import {
  type Assigned,
  type Catcher,
  type ChoiceNode,
  type Edge,
  edge,
  edgesOf,
  type GraphNode,
  innerEntries,
  nodesFrom,
} from "../graph/graph.ts";
import { factsOf } from "./facts.ts";
import { type Fact, knownTruth } from "./known-truth.ts";

/**
 * A way into a Choice that knows what the Choice asks for goes where the Choice would send it; in inner graphs too. So a `catch` that asks for the class
 * of its error becomes a catcher for each class: `ErrorEquals` asks, and no state.
 */
export function threadChoices(entry: Edge): void {
  threadAll(entry);
  dropArms(entry);
}

function threadAll(entry: Edge): void {
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) threadChoices(inner);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of nodesFrom(entry)) {
      if ("catchers" in node && splitCatchers(node)) changed = true;
      for (const one of edgesOf(node)) if (thread(one)) changed = true;
    }
    if (thread(entry)) changed = true;
  }
}

function thread(one: Edge): boolean {
  const choice = one.target;
  if (choice?.kind !== "choice" || choice === one.from) return false;
  const way = decidedWay(choice, factsOf(one));
  return way !== undefined && way.target !== choice && canFollow(one, way) && follow(one, way);
}

/** A Choice that only catchers of some classes lead to does not ask for what these are not. */
function dropArms(entry: Edge): void {
  const nodes = nodesFrom(entry);
  const catchers = nodes.flatMap((node) => ("catchers" in node ? node.catchers : []));
  const others = [entry, ...nodes.flatMap(edgesOf)].filter(({ role }) => role !== "catch");
  for (const choice of nodes) {
    if (choice.kind !== "choice" || others.some(({ target }) => target === choice)) continue;
    const into = catchers.filter((catcher) => catcher.edge.target === choice);
    const facts = into.flatMap(({ errors, edge: { assigns } }) => {
      const variable = caughtVariable(assigns);
      return errors.map((errorName): Map<string, Fact> | undefined =>
        variable === undefined || wildcards.has(errorName) ? undefined : new Map([[variable, { errorName }]]),
      );
    });
    const left = choice.arms.filter(
      ({ condition }) =>
        !facts.every((known) => known !== undefined && knownTruth(condition, known) === false),
    );
    if (left.length > 0 && facts.length > 0) choice.arms = left;
  }
}

/** The way that a Choice is known to take. */
function decidedWay(choice: ChoiceNode, facts: ReadonlyMap<string, Fact>): Edge | undefined {
  for (const arm of choice.arms) {
    const truth = knownTruth(arm.condition, facts);
    if (truth === undefined) return undefined;
    if (truth) return arm.edge;
  }
  return choice.otherwise;
}

/** What fails behind a Choice fails uncaught: on a way out of a state that catches it would be caught. */
function canFollow(one: Edge, way: Edge): boolean {
  if ([...way.assigns.values()].some(({ code }) => volatileReads(one, code) > 0)) return false;
  const isFallible = [...way.assigns.values()].some(({ fallible }) => fallible);
  return !isFallible || one.role === "arm";
}

function follow(one: Edge, way: Edge): boolean {
  const composed = composedAssigns(one, way);
  for (const [variable, assigned] of composed) one.assigns.set(variable, assigned);
  one.target = way.target;
  return true;
}

function composedAssigns(one: Edge, way: Edge): [string, Assigned][] {
  return [...way.assigns].map(([variable, { code, fallible }]) => [
    variable,
    { code: throughEdge(one, code), fallible },
  ]);
}

/** Names that stand for more in a catcher than in a comparison. */
const wildcards = new Set(["States.ALL", "States.TaskFailed", "States.HeartbeatTimeout"]);
const caughtName = `{"name": $states.errorOutput.Error, `;

/** Takes the Choice behind a catcher of all errors into the state: a catcher for each way that names of errors lead. */
function splitCatchers(node: GraphNode & { catchers: readonly Catcher[] }): boolean {
  const last = node.catchers.at(-1);
  const choice = last?.edge.target;
  if (last === undefined || last.errors[0] !== "States.ALL" || choice?.kind !== "choice") return false;
  const variable = caughtVariable(last.edge.assigns);
  if (variable === undefined) return false;
  const names = askedNames(choice, variable);
  if (names === undefined) return false;
  const taken = new Set(node.catchers.flatMap(({ errors }) => errors));
  const known = factsOf(last.edge);
  const wayOf = (errorName: string): Edge | undefined => {
    const way = decidedWay(choice, new Map([...known, [variable, { errorName }]]));
    return way !== undefined && way.target !== choice && canFollow(last.edge, way) ? way : undefined;
  };
  const ways = new Map<Edge, string[]>();
  const undecided: string[] = [];
  for (const name of names) {
    if (taken.has(name) || wildcards.has(name)) continue;
    const way = wayOf(name);
    if (way === undefined) undecided.push(name);
    else ways.set(way, [...(ways.get(way) ?? []), name]);
  }
  // A name that nothing asks for stands for all others, unless one that a catcher cannot ask for is told apart.
  const rest = [...names].some((name) => wildcards.has(name)) ? undefined : wayOf("");
  if (rest !== undefined) ways.delete(rest);
  if (ways.size === 0 && rest === undefined) return false;
  const split = [...ways].map(([way, errors]): Catcher => ({ errors, edge: copyBehind(last.edge, way) }));
  if (rest !== undefined) {
    // Where more than the name decides, the Choice still does.
    if (undecided.length > 0) split.push({ errors: undecided, edge: copyOf(last.edge) });
    follow(last.edge, rest);
  }
  node.catchers = [
    ...node.catchers.slice(0, -1),
    ...split,
    ...(rest !== undefined && rethrows(last.edge, variable) ? [] : [last]),
  ];
  return true;
}

/** The variable that gets the error which is caught. */
function caughtVariable(assigns: Edge["assigns"]): string | undefined {
  const found = [...assigns].find(
    ([
      ,
      {
        code: [first],
      },
    ]) => typeof first === "string" && first.startsWith(caughtName),
  );
  return found?.[0];
}

function copyBehind(one: Edge, way: Edge): Edge {
  const copy = copyOf(one);
  follow(copy, way);
  return copy;
}

function copyOf(one: Edge): Edge {
  const copy = edge("catch");
  copy.from = one.from;
  copy.assigns = new Map(one.assigns);
  copy.target = one.target;
  return copy;
}

/** The names that a Choice compares the error's name with; undefined when it asks for more than equality. */
function askedNames({ arms }: ChoiceNode, variable: string): Set<string> | undefined {
  const names = new Set<string>();
  for (const { condition } of arms) {
    for (const [index, part] of condition.entries()) {
      if (typeof part === "string" || part.variable !== variable) continue;
      const after: Code[number] | undefined = condition[index + 1];
      const asked =
        typeof after === "string"
          ? /^\.name (?:in \[((?:"(?:[^"\\]|\\.)*"(?:, )?)+)\]|(?:=|!=) ("(?:[^"\\]|\\.)*"))/.exec(after)
          : null;
      const list = asked?.[1] ?? asked?.[2];
      if (list === undefined) return undefined;
      for (const name of JSON.parse(`[${list}]`) as string[]) names.add(name);
    }
  }
  return names.size === 0 ? undefined : names;
}

/** What is caught only to be thrown again need not be caught. */
function rethrows({ target, assigns }: Edge, variable: string): boolean {
  if (target?.kind !== "fail" || assigns.size > 1) return false;
  const isPart = (source: Code, field: string): boolean =>
    source.length === 2 &&
    typeof source[0] !== "string" &&
    source[0]?.variable === variable &&
    source[1] === field;
  return isPart(target.error, ".name") && isPart(target.cause, ".message");
}
