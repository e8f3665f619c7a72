import { flow } from "acme-engine";

interface User {
  name: string;
  age: number;
  member?: boolean;
}

export const justIf = flow({ name: "justIf" }, async ({ name, age }: User) => {
  let greeting = name;
  if (age >= 18) {
    greeting = `welcome, ${name}`;
  }
  return greeting;
});

export const ifElse = flow({ name: "ifElse" }, async ({ name, age }: User) => {
  if (age >= 18) {
    return { to: name, text: "welcome" };
  } else {
    return { to: "parents", text: `${name} is here` };
  }
});

export const nestedIfs = flow({ name: "nestedIfs" }, async ({ name, age, member }: User) => {
  if (member) {
    if (age >= 65) {
      return `${name}: half price`;
    } else {
      if (age < 18) return "free";
    }
  } else {
    return `${name}: join us`;
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
    told = `${name}: ${text}`;
  }
  return { price, told, text };
});
