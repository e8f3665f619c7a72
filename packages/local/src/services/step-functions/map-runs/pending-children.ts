import type { ChildInput } from "./child-inputs.ts";
import { toChildName, toChildStateMachineArn } from "./child-names.ts";
import { toExecutionArn } from "../arns.ts";
import type { MapRunRecord } from "./map-run-store.ts";

/** Records of the children that were not started. Source: Developer Guide, ResultWriter: PENDING_n.json. */
export async function* toPendingTexts(
  inputs: AsyncIterable<ChildInput>,
  started: ReadonlySet<number>,
  { arn, redriveCount }: MapRunRecord,
): AsyncGenerator<string> {
  const stateMachineArn = toChildStateMachineArn(arn);
  for await (const { index, input } of inputs) {
    if (started.has(index)) continue;
    const name = toChildName(arn, index, redriveCount);
    yield JSON.stringify({
      ExecutionArn: toExecutionArn(stateMachineArn, name),
      Input: input,
      InputDetails: { Included: true },
      Name: name,
      OutputDetails: { Included: true },
      RedriveCount: 0,
      StateMachineArn: stateMachineArn,
      Status: "PENDING",
    });
  }
}
