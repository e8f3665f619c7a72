import type { Stack } from "@aws-sdk/client-cloudformation";
import type { ParameterValue, TemplateParameter } from "../template/template-parameters.ts";
import { toParameterText } from "../template/template-parameters.ts";
import { toParameters, toTags } from "./describe-stack.ts";

/** What a stack is to be made from. Parameters that are not here get the template's defaults. */
export interface WantedStack {
  templateBody: string;
  parameters: Record<string, string>;
  tags: Record<string, string>;
}

export interface WantedStackInput {
  templateBody: string;
  parameters?: Readonly<Record<string, ParameterValue>> | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  omitted?: "keep" | "reset" | undefined;
}

/** Fills in what the stack that exists, if any, is to keep. */
export function toWantedStack(
  { templateBody, parameters = {}, tags = {}, omitted = "reset" }: WantedStackInput,
  stack: Stack | undefined,
  declared: ReadonlyMap<string, TemplateParameter>,
): WantedStack {
  const given = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, toParameterText(value)]),
  );
  if (stack === undefined || omitted === "reset")
    return { templateBody, parameters: given, tags: { ...tags } };
  // A newer template may have lost a parameter.
  const kept = Object.entries(toParameters(stack)).filter(([name]) => declared.has(name));
  return {
    templateBody,
    parameters: { ...Object.fromEntries(kept), ...given },
    tags: { ...toTags(stack), ...tags },
  };
}

/** The value of every parameter that the template declares. */
export function toEffectiveParameters(
  { parameters }: WantedStack,
  declared: ReadonlyMap<string, TemplateParameter>,
): Record<string, string> {
  return Object.fromEntries(
    [...declared.values()].map(({ name, default: value }) => [name, parameters[name] ?? value ?? ""]),
  );
}
