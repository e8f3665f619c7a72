import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { type HistoryEvent, loadStateMachine, startExecution, type StateMachine } from "@acme-engine/asl";
import { StateMachine as PeerMachine } from "aws-local-stepfunctions";

import { measureRates } from "./measure-rates.ts";
import { perSecond, percent } from "./figures.ts";
import type { Row } from "./row.ts";
import { bareMap, bareTenSteps, mapDefinition, mapInput, tenPassDefinition, tenPassInput } from "./works.ts";

/** Whole executions in memory, history kept, beside the npm package that runs state machines in memory and keeps none. */
export async function measureExecutions(): Promise<Row[]> {
  // First, while the heap is ours alone: the peer keeps what it ran.
  const memory = measureMemory();
  return [
    await besidePeer({
      what: "10 Pass with Parameters and ResultPath, in memory, history kept",
      definition: tenPassDefinition,
      input: tenPassInput,
      bare: bareTenSteps,
      aim: "≥ 10",
    }),
    await besidePeer({
      what: "Map of 1,000 items with a Pass, in memory, history kept",
      definition: mapDefinition,
      input: mapInput,
      bare: bareMap,
      aim: "≥ 15",
    }),
    memory,
  ];
}

async function besidePeer(work: {
  what: string;
  definition: string;
  input: string;
  bare: (input: string) => Promise<string>;
  aim: string;
}): Promise<Row> {
  const { what, definition, input, bare, aim } = work;
  const machine = loadStateMachine(definition);
  const peer = new PeerMachine(JSON.parse(definition));
  const expected = JSON.stringify(await peer.run(JSON.parse(input)).result);
  const { output } = runInMemory(machine, input);
  if (output !== expected) throw new Error(`${what}: the peer gives ${expected}, the engine ${output}`);

  const rates = await measureRates(
    {
      peer: () => peer.run(JSON.parse(input)).result,
      engine: () => runInMemory(machine, input),
      bare: () => bare(input),
    },
    { rounds: 5, seconds: 0.5 },
  );
  return {
    what,
    value: perSecond(rates.engine.perSecond),
    peer: `aws-local-stepfunctions ${perSecond(rates.peer.perSecond)}`,
    ratio: rates.engine.ratioToFirst,
    aim,
    share: percent(rates.engine.perSecond / rates.bare.perSecond),
  };
}

/** Live heap after 100 and after 1,100 runs of the Map: what grows is a leak. */
function measureMemory(): Row {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const machine = loadStateMachine(mapDefinition);
  const heapAfter = (runs: number) => {
    for (let run = 0; run < runs; run++) runInMemory(machine, mapInput);
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const warm = heapAfter(100);
  const end = heapAfter(1000);
  return {
    what: "Live heap after 1,000 more such Maps",
    value: `${end.toFixed(1)} MiB`,
    peer: `before ${warm.toFixed(1)} MiB`,
    ratio: end / warm,
    aim: "≤ 1.05",
  };
}

const context = {
  Execution: {
    Id: "arn:aws:states:us-east-1:000000000000:execution:bench:run",
    Name: "run",
    RoleArn: "arn:aws:iam::000000000000:role/bench",
    StartTime: "2026-01-01T00:00:00.000Z",
    RedriveCount: 0,
  },
  StateMachine: { Id: "arn:aws:states:us-east-1:000000000000:stateMachine:bench", Name: "bench" },
};
const environment = { now: () => Date.now(), random: () => Math.random(), createId: () => "id" };

function runInMemory(machine: StateMachine, input: string) {
  const history: HistoryEvent[] = [];
  const execution = startExecution(machine, {
    input,
    context,
    environment,
    onEvent: (event) => history.push(event),
  });
  execution.advance();
  if (execution.status !== "SUCCEEDED") throw new Error(`the execution is ${execution.status}`);
  return { output: execution.output, history };
}
