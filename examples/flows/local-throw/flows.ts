import { flow, FlowError, task } from "acme-engine";

export class Invalid extends FlowError {}
export class Duplicate extends FlowError {}

interface Registration {
  email: string;
  age: number;
}

const register = task({ name: "register" }, async ({ email }: Registration): Promise<{ member: string }> => {
  if (email.startsWith("twice")) throw new Duplicate(email);
  return { member: `m-${email}` };
});

const reject = task(
  { name: "rejectRegistration" },
  async ({ email }: { email: string; reason: string; why: string }): Promise<{ letter: string }> => ({
    letter: `to ${email}`,
  }),
);

/** What the flow throws itself and what its task throws are handled in one place. */
export const join = flow({ name: "join" }, async ({ email, age }: Registration) => {
  try {
    if (!email.includes("@")) throw new Invalid(`"${email}" is no address`);
    if (age < 18) throw new Invalid(`${age} is too young`);
    const { member } = await register({ email, age });
    return { member, letter: null };
  } catch (error) {
    if (error instanceof Invalid || error instanceof Duplicate) {
      const { letter } = await reject({
        email,
        reason: error.name,
        why: error.message,
      });
      return { member: null, letter };
    }
    throw error;
  }
});
