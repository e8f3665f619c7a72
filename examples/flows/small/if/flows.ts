import { flow, task } from "acme-engine";

const mail = task(
  { name: "mail" },
  async ({ to, text }: { to: string; text: string }): Promise<string> => `${to}: ${text}`,
);

interface User {
  name: string;
  age: number;
  member?: boolean;
}

export const justIf = flow({ name: "justIf" }, async ({ name, age }: User) => {
  if (age >= 18) {
    await mail({ to: name, text: "welcome" });
  }
});

export const ifElse = flow({ name: "ifElse" }, async ({ name, age }: User) => {
  if (age >= 18) {
    await mail({ to: name, text: "welcome" });
  } else {
    await mail({ to: "parents", text: `${name} is here` });
  }
  return "mailed";
});

export const nestedIfs = flow({ name: "nestedIfs" }, async ({ name, age, member }: User) => {
  if (member) {
    if (age >= 65) {
      return mail({ to: name, text: "half price" });
    } else {
      if (age < 18) return "free";
    }
  } else {
    return mail({ to: name, text: "join us" });
  }
  return "full price";
});

/** What is declared inside of a block stays there; what is outside is changed. */
export const enclosedVars = flow({ name: "enclosedVars" }, async ({ name, age, member = false }: User) => {
  let price = 20;
  let told = "nobody";
  const text = "outside";
  if (member) {
    const discount = age > 60 ? 15 : 5;
    const text = `-${discount}`;
    price = price - discount;
    told = await mail({ to: name, text });
  }
  return { price, told, text };
});
