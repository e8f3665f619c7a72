import { quoteValue, readObject, readOneOf, readWholeNumber } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

/** One item of an ECS capacity provider strategy. */
export interface CapacityProvider {
  capacityProvider: "FARGATE" | "FARGATE_SPOT";
  /** Share of the tasks, relative to the other items; 0 to 1000. */
  weight?: number;
  /** Tasks that run on this provider at least; 0 to 100000. */
  base?: number;
}

/** `FARGATE` or `FARGATE_SPOT`; ECS's other launch types are refused by name. */
export function readLaunchType(value: unknown, path: string, problems: InputProblem[]) {
  if (value === "EC2" || value === "EXTERNAL") {
    problems.push({ path, message: `is "${value}"; jobs run on Fargate only: "FARGATE" or "FARGATE_SPOT"` });
    return undefined;
  }
  return readOneOf("FARGATE", "FARGATE_SPOT")(value, path, problems);
}

/** A strategy of Fargate's two providers; undefined for an empty one, which means: by launch type. */
export function readCapacityProviders(value: unknown, path: string, problems: InputProblem[]) {
  if (!Array.isArray(value)) {
    const expected = `expected a list such as [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]`;
    problems.push({ path, message: `is ${quoteValue(value)}; ${expected}` });
    return undefined;
  }
  const providers = value.map((item: unknown, index) =>
    readCapacityProvider(item, `${path}[${index}]`, problems),
  );
  return providers.length === 0 ? undefined : providers.filter((provider) => provider !== undefined);
}

function readCapacityProvider(value: unknown, path: string, problems: InputProblem[]) {
  const item = readObject(value, path, problems);
  if (item === undefined) return undefined;
  const { capacityProvider, weight, base, ...others } = item;
  for (const other of Object.keys(others))
    problems.push({ path: `${path}.${other}`, message: "is unknown; known: capacityProvider, weight, base" });
  const name = readOneOf("FARGATE", "FARGATE_SPOT")(
    capacityProvider ?? "",
    `${path}.capacityProvider`,
    problems,
  );
  // Source: Amazon ECS API Reference, CapacityProviderStrategyItem
  const share = readWholeNumber(0, 1000)(weight, `${path}.weight`, problems);
  const least = readWholeNumber(0, 100_000)(base, `${path}.base`, problems);
  if (name === undefined) return undefined;
  const provider: CapacityProvider = { capacityProvider: name };
  if (share !== undefined) provider.weight = share;
  if (least !== undefined) provider.base = least;
  return provider;
}
