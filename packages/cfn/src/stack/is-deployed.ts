import type { Stack } from "@aws-sdk/client-cloudformation";
import { GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { AwsCallError, callAws } from "../aws-call.ts";
import type { TemplateParameter } from "../template/template-parameters.ts";
import { toParameters, toTags } from "./describe-stack.ts";
import type { StackAccess } from "./stack-access.ts";
import { toCallOptions } from "./stack-access.ts";
import type { WantedStack } from "./wanted-stack.ts";
import { toEffectiveParameters } from "./wanted-stack.ts";

/**
 * Whether the stack was made from this very template text, with these parameters and tags. One call, and none when
 * parameters or tags differ already. (A hash in a tag would save that call, but a stack's tags are put on all its
 * resources, so each new comment in a template would touch every one of them.)
 */
export async function isDeployed(
  stack: Stack,
  wanted: WantedStack,
  declared: ReadonlyMap<string, TemplateParameter>,
  access: StackAccess,
): Promise<boolean> {
  // After UPDATE_FAILED the template is the new one, the resources are not.
  if (!stack.StackStatus?.endsWith("_COMPLETE")) return false;
  if (!isSame(toEffectiveParameters(wanted, declared), toParameters(stack))) return false;
  if (!isSame(wanted.tags, toTags(stack))) return false;
  try {
    const { TemplateBody } = await callAws("GetTemplate", () =>
      access.client.send(
        new GetTemplateCommand({ StackName: stack.StackId ?? stack.StackName, TemplateStage: "Original" }),
        toCallOptions(access),
      ),
    );
    return TemplateBody?.trimEnd() === wanted.templateBody.trimEnd();
  } catch (error) {
    // Only a short cut: whoever may not read templates learns the same from the change set.
    if (error instanceof AwsCallError) return false;
    throw error;
  }
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
