import { flow, FlowError, task } from "acme-engine";

export class Broken extends FlowError {}

const step = task(
  { name: "step" },
  async ({ name, breaks = false }: { name: string; breaks?: boolean | undefined }): Promise<string> => {
    if (breaks) throw new Broken(`${name} broke`);
    return `${name} done`;
  },
);
const log = task({ name: "log" }, async (_line: { text: string }): Promise<void> => {});

interface Run {
  breaks?: boolean;
}

export const simpleTry = flow({ name: "simpleTry" }, async ({ breaks }: Run) => {
  try {
    return await step({ name: "one", breaks });
  } catch {
    return "caught";
  }
});

/** The error is read. */
export const referenceError = flow({ name: "referenceError" }, async ({ breaks }: Run) => {
  try {
    await step({ name: "one", breaks });
  } catch (error) {
    const { name, message } = error as Error;
    await log({ text: `${name}: ${message}` });
    return { name, message };
  }
  return null;
});

/** Which step broke cannot be told, but what was before it can. */
export const simpleMultipleStatements = flow(
  { name: "simpleMultipleStatements" },
  async ({ breaks }: Run) => {
    let reached = "start";
    try {
      reached = await step({ name: "one" });
      await log({ text: reached });
      reached = await step({ name: "two", breaks });
    } catch {
      await log({ text: `after ${reached}` });
    }
    return reached;
  },
);

/** Nothing in it can fail, so there is nothing to catch. */
export const tryAroundPassState = flow({ name: "tryAroundPassState" }, async ({ breaks = false }: Run) => {
  let result: { ok: boolean } | null = null;
  try {
    result = { ok: !breaks };
  } catch {
    await log({ text: "never" });
  }
  return result;
});

export const tryFinally = flow({ name: "tryFinally" }, async ({ breaks }: Run) => {
  let result = "";
  try {
    result = await step({ name: "one", breaks });
  } finally {
    await log({ text: "finally" });
  }
  return result;
});

export const tryCatchFinally = flow({ name: "tryCatchFinally" }, async ({ breaks }: Run) => {
  let result = "";
  try {
    result = await step({ name: "one", breaks });
  } catch {
    result = "caught";
  } finally {
    result = `${result}, finally`;
    await log({ text: result });
  }
  return result;
});

/** What is caught ends the flow by another name. */
export const tryCatchFailState = flow({ name: "tryCatchFailState" }, async ({ breaks }: Run) => {
  try {
    await step({ name: "one", breaks });
  } catch {
    throw new Broken("the flow gave up");
  }
});
