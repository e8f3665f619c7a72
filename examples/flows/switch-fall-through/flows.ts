// Cases that end without break or return lead into the next one: that is what these flows are about.
/* oxlint-disable no-fallthrough */
import { flow, task } from "acme-engine";

const run = task({ name: "run" }, async ({ step }: { step: string }): Promise<{ done: string }> => ({
  done: step,
}));

/** Cases without statements share those of the next one. */
export const sharedCases = flow({ name: "shared-cases" }, async ({ day }: { day: string }) => {
  switch (day) {
    case "saturday":
    case "sunday":
      return await run({ step: "rest" });
    case "friday":
      return await run({ step: "clean up" });
    default:
      return await run({ step: "work" });
  }
});

/** A lower version takes all steps from where it is. */
export const upgrade = flow({ name: "upgrade" }, async ({ version }: { version: number }) => {
  switch (version) {
    // @ts-expect-error it falls through
    case 1:
      await run({ step: "1 to 2" });
    // @ts-expect-error it falls through
    case 2:
      await run({ step: "2 to 3" });
    case 3:
      await run({ step: "3 to 4" });
      break;
    default:
      return { version, upgraded: false };
  }
  return { version: 4, upgraded: true };
});

/** The default is reached by those that fall into it as well. */
export const intoDefault = flow({ name: "into-default" }, async ({ plan }: { plan: string }) => {
  const features: string[] = [];
  switch (plan) {
    // @ts-expect-error it falls through
    case "gold":
      features.push("phone");
    // @ts-expect-error it falls through
    case "silver":
      features.push("chat");
    default:
      features.push("mail");
  }
  return { plan, features };
});

/** The default need not be the last; behind it, it goes on with what is written next. */
export const outOfDefault = flow({ name: "out-of-default" }, async ({ level }: { level: string }) => {
  let text = "";
  switch (level) {
    case "error":
      text += "E";
      break;
    // @ts-expect-error it falls through
    default:
      text += "?";
    case "info":
      text += "I";
      break;
    case "debug":
      text += "D";
  }
  return text;
});

/** In a loop, break leaves the switch and continue the turn. */
export const inLoop = flow({ name: "in-loop" }, async ({ commands }: { commands: string[] }) => {
  let depth = 0;
  const done: string[] = [];
  for (const command of commands) {
    switch (command) {
      case "skip":
        continue;
      case "stop":
        return { depth, done };
      // @ts-expect-error it falls through
      case "deeper":
        depth++;
      case "step": {
        const result = await run({ step: `${command} ${depth}` });
        done.push(result.done);
        break;
      }
    }
    done.push(".");
  }
  return { depth, done };
});
