/** What could be added, so that the engine runs a task that it cannot run as it was started: the end of an error message. */
export function whatToAdd(functionName?: string): string {
  const mock = 'a mock of the state (--mock-config FILE, and "#<TestCase>" behind the state machine\'s ARN)';
  const passThrough = "AWS or another emulator to call instead (--pass-through aws|URL)";
  if (functionName === undefined) return `Add ${mock}, or ${passThrough}.`;
  const mapping = `{"functions": {${JSON.stringify(functionName)}: "./module.mjs#handler"}}`;
  return `Add the function to acme.config.json (${mapping}), or ${mock}, or ${passThrough}.`;
}
