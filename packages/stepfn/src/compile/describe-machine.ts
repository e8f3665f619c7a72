/** The comment of a state machine. Part of the definition, so that a new description or version makes a new version of it. */
export function describeMachine(of: {
  name: string;
  version?: string | undefined;
  description?: string | undefined;
}): string {
  const title = of.version === undefined ? of.name : `${of.name} ${of.version}`;
  return of.description === undefined ? title : `${title}: ${of.description}`;
}
