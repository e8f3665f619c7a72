import type { JsonSchema } from "acme-engine";

/** Begins the line of a machine's comment that is for programs. */
const mark = "\nacme: ";

/**
 * The comment of a state machine: its name and words for people, and in a second line what starts a run has to know. Part of the
 * definition, so that a new description or version makes a new version of it.
 */
export function describeMachine(of: {
  name: string;
  version?: string | undefined;
  description?: string | undefined;
  parametersSchema?: JsonSchema | undefined;
}): string {
  const { name, version, description, parametersSchema } = of;
  const title = version === undefined ? name : `${name} ${version}`;
  const words = description === undefined ? title : `${title}: ${description}`;
  return parametersSchema === undefined
    ? words
    : `${words}${mark}${JSON.stringify({ parameters: parametersSchema })}`;
}

/** What `describeMachine` has written, in its two parts. */
export function readComment(comment: string): { words: string; parametersSchema?: JsonSchema } {
  const at = comment.lastIndexOf(mark);
  if (at < 0) return { words: comment };
  try {
    const { parameters } = JSON.parse(comment.slice(at + mark.length)) as { parameters: JsonSchema };
    return { words: comment.slice(0, at), parametersSchema: parameters };
  } catch {
    // Somebody else's comment.
    return { words: comment };
  }
}
