/** How a task or flow of that input is called: without, with, or as one likes. With `never`, none can be called, and all are assignable. */
export type CallArguments<Input> = [Input] extends [never]
  ? [input: never]
  : [Input] extends [void]
    ? []
    : undefined extends Input
      ? [input?: Input]
      : [input: Input];

/** A flow is started with `{}` when it is started with nothing. */
export type FlowArguments<Input> = [Input] extends [never]
  ? [parameters: never]
  : [Input] extends [void]
    ? []
    : Record<never, never> extends Input
      ? [parameters?: Input]
      : [parameters: Input];

/** The function with what it says about itself; its own `name` becomes the task's or flow's. */
export function describe<Call extends (...args: never[]) => unknown, Facts extends object>(
  call: Call,
  name: string,
  facts: Facts,
): Call & Readonly<Facts> {
  Object.defineProperty(call, "name", { value: name });
  return Object.freeze(Object.assign(call, facts));
}
