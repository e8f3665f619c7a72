import { flow } from "acme-engine";

interface Person {
  name?: string;
  address?: { city?: string; geo?: { lat: number; lon: number } | null };
  friends?: Person[];
}

export const returnOptionalChain = flow(
  { name: "returnOptionalChain" },
  async ({ person }: { person?: Person }) => person?.name,
);

export const returnLongerChain = flow(
  { name: "returnLongerChain" },
  async ({ person }: { person?: Person }) =>
    person?.address?.geo?.lat ?? person?.friends?.[0]?.address?.geo?.lat,
);

export const assignOptionalChain = flow(
  { name: "assignOptionalChain" },
  async ({ person }: { person?: Person }) => {
    const city = person?.address?.city;
    let friend = person?.friends?.[0]?.name;
    if (friend === undefined) friend = "nobody";
    return { city, friend, letters: city?.length ?? 0, loud: city?.toUpperCase() };
  },
);
