import { aws, flow, FlowError, map } from "acme-engine";

export class NobodyThere extends FlowError {}

export const childStateMachine = flow({ name: "childStateMachine" }, async ({ name }: { name: string }) => {
  if (name === "") throw new NobodyThere("nobody to greet");
  const text = `Hello, ${name}`;
  return { text, length: text.length };
});

export const callStateMachineWithAwait = flow(
  { name: "callStateMachineWithAwait" },
  async ({ name }: { name: string }) => {
    const { text, length } = await childStateMachine({ name });
    return length > 10 ? text : "too short";
  },
);

/** The flow itself is handed on. */
export const callStateMachinePassReference = flow(
  { name: "callStateMachinePassReference" },
  async ({ people }: { people: { name: string }[] }) => map(people, childStateMachine),
);

const childArn = "arn:aws:states:us-east-1:000000000000:stateMachine:childStateMachine";

/** Starts it, and does not wait for its end. */
export const callStateMachineNoAwait = flow(
  { name: "callStateMachineNoAwait" },
  async ({ name }: { name: string }) => {
    const { ExecutionArn } = await aws.states.startExecution({ StateMachineArn: childArn, Input: { name } });
    return { started: ExecutionArn };
  },
);

export const callLambdaWithAwait = flow(
  { name: "callLambdaWithAwait" },
  async ({ name }: { name: string }) => {
    const answer = await aws.lambda.invoke({ FunctionName: "greeter", Payload: { name } });
    return answer.Payload;
  },
);

/** What is started is of no interest. */
export const notAwaitedVoidExpression = flow(
  { name: "notAwaitedVoidExpression" },
  async ({ name }: { name: string }) => {
    void (await aws.states.startExecution({ StateMachineArn: childArn, Input: { name } }));
  },
);
