import type { Machine, MachineState } from "./read-machine.ts";

/**
 * The states that are entered on the longest way that ends well, in order: nothing fails, each loop goes round once, a Map has one item, all
 * branches of a Parallel are run. As many as there are is what Step Functions counts as transitions. A machine that always fails has
 * the longest way to its failure.
 */
export function mainPath(machine: Machine): string[] {
  const loops = findLoops(machine);
  const known = new Map<string, Ending>();

  /** The way on from the start of a state. */
  const from = (name: string): Ending => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const state = machine.states.get(name);
    const ending =
      state === undefined
        ? deadEnd
        : through(
            state,
            onward(state, () => true),
          );
    known.set(name, ending);
    return ending;
  };

  const onward = (state: MachineState, isWanted: (target: string) => boolean): Ending => {
    const ends = state.ways.flatMap((way): Ending[] => {
      if (way.kind === "catch") return [];
      if (way.target === undefined) return [{ rank: 2, states: [] }];
      if (!isWanted(way.target)) return [];
      return [loops.isBack(state.name, way.target) ? around(way.target) : from(way.target)];
    });
    if (state.type === "Succeed") return { rank: 2, states: [] };
    if (state.type === "Fail") return { rank: 1, states: [] };
    return ends.reduce(better, deadEnd);
  };

  /** Back at the head of a loop, which is left now. Where only the body leaves it, going round once needs no way back. */
  const around = (head: string): Ending => {
    const state = machine.states.get(head);
    if (state === undefined) return deadEnd;
    const body = loops.bodyOf(head);
    return through(
      state,
      onward(state, (target) => !body.has(target)),
    );
  };

  return from(machine.startAt).states;
}

interface Ending {
  /** 2 ends well, 1 fails, 0 comes to no end. */
  rank: 0 | 1 | 2;
  states: string[];
}

const deadEnd: Ending = { rank: 0, states: [] };

function through(state: MachineState, ending: Ending): Ending {
  const inside = state.inner.flatMap(mainPath);
  return { rank: ending.rank, states: [state.name, ...inside, ...ending.states] };
}

/** The first of two that are equally long. */
function better(one: Ending, other: Ending): Ending {
  if (one.rank !== other.rank) return one.rank > other.rank ? one : other;
  return other.states.length > one.states.length ? other : one;
}

/** Ways back to a state from which they were reached, and for each such state what lies on the way round. */
function findLoops(machine: Machine): {
  isBack: (from: string, to: string) => boolean;
  bodyOf: (head: string) => ReadonlySet<string>;
} {
  const back = new Set<string>();
  const latches = new Map<string, string[]>();
  const predecessors = new Map<string, string[]>();
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    open.add(name);
    for (const { target, kind } of machine.states.get(name)?.ways ?? []) {
      if (target === undefined || kind === "catch") continue;
      predecessors.set(target, [...(predecessors.get(target) ?? []), name]);
      if (open.has(target)) {
        back.add(JSON.stringify([name, target]));
        latches.set(target, [...(latches.get(target) ?? []), name]);
      } else if (!done.has(target)) visit(target);
    }
    open.delete(name);
    done.add(name);
  };
  visit(machine.startAt);

  const bodyOf = (head: string): ReadonlySet<string> => {
    const body = new Set([head]);
    const collect = (name: string): void => {
      if (body.has(name)) return;
      body.add(name);
      for (const before of predecessors.get(name) ?? []) collect(before);
    };
    for (const latch of latches.get(head) ?? []) collect(latch);
    return body;
  };
  return { isBack: (name, target) => back.has(JSON.stringify([name, target])), bodyOf };
}
