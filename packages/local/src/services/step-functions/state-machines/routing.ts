import type { RoutingConfigurationListItem } from "@aws-sdk/client-sfn";

import { parseStateMachineArn } from "../arns.ts";
import { checkListLength, checkRange } from "../constraints.ts";
import { validation } from "../errors.ts";
import { toVersionArn } from "./publish-version.ts";
import type { AliasRecord, StateMachineStore } from "./state-machine-store.ts";

export interface Routing {
  stateMachineArn: string;
  routing: AliasRecord["routing"];
}

/**
 * What an alias is to route to: one or two versions of one state machine, weights in percent. Throws ValidationException.
 * Recorded on AWS: CreateStateMachineAlias with each of these mistakes.
 */
export function parseRouting(
  configuration: readonly RoutingConfigurationListItem[] | undefined,
  stateMachines: StateMachineStore,
): Routing {
  const items = configuration ?? [];
  checkListLength(items, "routingConfiguration", { min: 1, max: 2 }, () => toText(items));
  for (const [index, { weight }] of items.entries()) {
    checkRange(weight, `routingConfiguration.${index + 1}.member.weight`, { min: 0, max: 100 });
  }
  const arns = items.map(({ stateMachineVersionArn = "" }) => stateMachineVersionArn);
  const received = `Received: [${arns.join(", ")}]`;
  const references = arns.map((arn) => parseStateMachineArn(arn));
  const routing = references.flatMap(({ version }, index) =>
    version === undefined ? [] : [{ version, weight: items[index]?.weight ?? 0 }],
  );
  if (routing.length < items.length) {
    throw validation(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns).size < arns.length) {
    throw validation(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  }
  const [stateMachineArn = "", ...others] = new Set(references.map((reference) => reference.stateMachineArn));
  if (others.length > 0) {
    throw validation(`Routing configuration must contain versions of the same state machine. ${received}`);
  }
  const weights = routing.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw validation(
      `Sum of routing configuration weights must equal 100. Received: [${weights.join(", ")}]`,
    );
  }
  for (const { version } of routing) {
    if (!stateMachines.findVersion(stateMachineArn, version)) {
      throw validation(`Routing configuration must contain existing state machine version ARNs. ${received}`);
    }
  }
  return { stateMachineArn, routing };
}

export function toRoutingConfiguration({
  stateMachine,
  routing,
}: AliasRecord): RoutingConfigurationListItem[] {
  return routing.map(({ version, weight }) => ({
    stateMachineVersionArn: toVersionArn({ stateMachine, number: version }),
    weight,
  }));
}

/** As AWS's service prints the list in its message. */
function toText(items: readonly RoutingConfigurationListItem[]): string {
  const texts = items.map(
    ({ stateMachineVersionArn, weight }) =>
      `RoutingConfigurationListItem(stateMachineVersionArn=${stateMachineVersionArn}, weight=${weight})`,
  );
  return `[${texts.join(", ")}]`;
}
