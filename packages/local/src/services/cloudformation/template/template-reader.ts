import { parseTemplate } from "./parse-template.ts";
import type { Template } from "./template.ts";

/** Enough for the stacks that one deployment touches. */
const keptTemplates = 16;

/**
 * Parses templates, and remembers the last ones: a change set, its execution and the operation's phases each read the same
 * text, and YAML of a cluster's size takes 20 ms.
 */
export function createTemplateReader(): (text: string) => Template {
  const known = new Map<string, Template>();
  return (text) => {
    const template = known.get(text) ?? parseTemplate(text);
    known.delete(text);
    known.set(text, template);
    const [oldest] = known.keys();
    if (known.size > keptTemplates && oldest !== undefined) known.delete(oldest);
    return template;
  };
}
