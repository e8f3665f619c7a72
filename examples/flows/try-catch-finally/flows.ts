// oxlint-disable no-unsafe-finally
import { flow, FlowError, task } from "acme-engine";

export class Broken extends FlowError {}
export class NotReady extends FlowError {}

const act = task({ name: "act" }, async ({ on }: { on: string }): Promise<{ did: string }> => {
  if (on === "broken") throw new Broken(`cannot act on ${on}`);
  if (on === "early") throw new NotReady("come back later");
  return { did: on };
});

const cleanUp = task({ name: "cleanUp" }, async ({ after }: { after: string }): Promise<void> => {
  if (after === "mess") throw new Broken("cannot clean up");
});

interface On {
  on: string;
}

/** An error becomes a value. */
export const catches = flow({ name: "catches" }, async ({ on }: On) => {
  try {
    const { did } = await act({ on });
    return did;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
});

/** Finally runs either way, and the error goes on. */
export const cleansUp = flow({ name: "cleans-up" }, async ({ on }: On) => {
  try {
    return await act({ on });
  } finally {
    await cleanUp({ after: on });
  }
});

/** First the catch, then the finally, then what is behind. */
export const catchesAndCleansUp = flow({ name: "catches-and-cleans-up" }, async ({ on }: On) => {
  let result = "";
  try {
    const { did } = await act({ on });
    result = did;
  } catch (error) {
    result = (error as Error).name;
  } finally {
    await cleanUp({ after: result });
  }
  return { result };
});

/** Errors of one class are handled, the others go on. */
export const catchesOne = flow({ name: "catches-one" }, async ({ on }: On) => {
  try {
    await act({ on });
    return "done";
  } catch (error) {
    if (error instanceof NotReady) return "not ready";
    throw error;
  }
});

/** An error in a catch goes to the try around it. */
export const nested = flow({ name: "nested" }, async ({ on, next }: { on: string; next: string }) => {
  try {
    try {
      const { did } = await act({ on });
      return [did];
    } catch (error) {
      const { did } = await act({ on: next });
      return [(error as Error).name, did];
    }
  } catch (error) {
    return ["both", (error as Error).message];
  }
});

/** A throw that is caught where it stands is a jump. */
export const throwsToItself = flow({ name: "throws-to-itself" }, async ({ on }: On) => {
  try {
    if (on === "") throw new NotReady("nothing to act on");
    const { did } = await act({ on });
    return did;
  } catch (error) {
    return (error as Error).message;
  }
});

/** Each way out of the loop runs the finally: the end of a turn, continue, break, return and an error. */
export const leavesLoop = flow({ name: "leaves-loop" }, async ({ items }: { items: string[] }) => {
  let log = "";
  for (const item of items) {
    try {
      if (item === "skip") continue;
      if (item === "stop") break;
      if (item === "return") return `returned after ${log}`;
      const { did } = await act({ on: item });
      log += did;
    } finally {
      await cleanUp({ after: item });
      log += ".";
    }
  }
  return log;
});
