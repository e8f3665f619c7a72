import type { ResourceRequest } from "./provider.ts";

export interface NameRule {
  readonly maxLength: number;
  readonly lowerCase?: boolean;
}

/**
 * A name of CloudFormation's own making: `<stack>-<logical id>-<twelve letters or digits>`, cut in the middle when it
 * would be too long. Source: CloudFormation User Guide, "Name type".
 */
export function chooseName(
  { stackName, logicalId }: Pick<ResourceRequest, "stackName" | "logicalId">,
  createId: () => string,
  { maxLength, lowerCase = false }: NameRule,
): string {
  const random = createId().replaceAll("-", "").slice(0, 12).toUpperCase();
  const room = maxLength - random.length - 2;
  const logical = logicalId.slice(0, Math.max(Math.floor(room / 2), room - stackName.length));
  const name = `${stackName.slice(0, room - logical.length)}-${logical}-${random}`;
  return lowerCase ? name.toLowerCase() : name;
}
