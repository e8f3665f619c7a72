import type { Service } from "../../packages/local/src/protocol/service.ts";
import { createServices } from "../../packages/local/src/services.ts";
import { optimizedServices } from "../../packages/local/src/services/step-functions/integrations/pass-through/optimized-services.ts";
import { integrations } from "../../packages/local/src/services/step-functions/integrations/table.ts";
import { createServiceWorld } from "../../packages/local/src/testing/service-world.ts";

/** A service's name for people, and the SDK client that knows all of its operations. */
const clients: Readonly<Record<Service["name"], { title: string; load: () => Promise<object> }>> = {
  states: { title: "Step Functions", load: () => import("@aws-sdk/client-sfn") },
  ecs: { title: "Elastic Container Service", load: () => import("@aws-sdk/client-ecs") },
  cloudformation: { title: "CloudFormation", load: () => import("@aws-sdk/client-cloudformation") },
  logs: { title: "CloudWatch Logs", load: () => import("@aws-sdk/client-cloudwatch-logs") },
  s3: { title: "S3", load: () => import("@aws-sdk/client-s3") },
  iam: { title: "IAM", load: () => import("@aws-sdk/client-iam") },
  sts: { title: "STS", load: () => import("@aws-sdk/client-sts") },
};

interface Coverage {
  title: string;
  answered: string[];
  others: string[];
}

/** docs/coverage.md, from the operation tables of the engine and the operations that the SDK's clients have. */
export async function printCoverage(): Promise<string> {
  const services = await Promise.all((await listOperations()).map(toCoverage));
  return `# What the engine answers

Printed by \`npm run docs\` from the operation tables in \`packages/local\` and from the operations that AWS's own JavaScript
clients have. An operation that is not answered gets the service's own error for an unknown one; nothing is answered with
made-up data.

| service | operations answered | of |
|---|---|---|
${services.map(toRow).join("\n")}

${services.map(toSection).join("\n\n")}

## Integrations of Step Functions

What a Task may call, beside activities:

${toIntegrations().join("\n")}

With functions or endpoints that you configure ([how](../packages/local/README.md#tasks-that-call-other-services)); every resource
can be mocked:

${toConfigured().join("\n")}
`;
}

async function listOperations(): Promise<{ name: Service["name"]; answered: string[] }[]> {
  const world = createServiceWorld((context) =>
    createServices(context, { endpoint: () => undefined, onBug: () => {} }),
  );
  const answered = new Map(world.services.map(({ name, operations }) => [name, Object.keys(operations)]));
  await world.close();
  // In the order of this page.
  return (Object.keys(clients) as Service["name"][]).map((name) => ({
    name,
    answered: answered.get(name) ?? [],
  }));
}

async function toCoverage({
  name,
  answered,
}: {
  name: Service["name"];
  answered: string[];
}): Promise<Coverage> {
  const { title, load } = clients[name];
  const all = Object.keys(await load()).flatMap((key) => /^([A-Z]\w+)Command$/.exec(key)?.[1] ?? []);
  return {
    title,
    answered: answered.toSorted(),
    others: all.filter((operation) => !answered.includes(operation)).toSorted(),
  };
}

function toRow({ title, answered, others }: Coverage): string {
  return `| [${title}](#${title.toLowerCase().replaceAll(" ", "-")}) | ${answered.length} | ${answered.length + others.length} |`;
}

function toSection({ title, answered, others }: Coverage): string {
  const rest =
    others.length === 0
      ? "Not answered: none."
      : `<details><summary>Not answered: ${others.length}</summary>\n\n${toList(others)}\n\n</details>`;
  return `## ${title}\n\nAnswered: ${toList(answered)}\n\n${rest}`;
}

const toList = (operations: readonly string[]) => operations.map((name) => `\`${name}\``).join(", ");

function toIntegrations(): string[] {
  return Object.entries(integrations).map(
    ([name, { patterns }]) =>
      `- \`${name.replace(":*", "")}\`${name.endsWith(":*") ? ", every action that the engine answers" : ""}: ${toSuffixes(patterns)}`,
  );
}

function toConfigured(): string[] {
  return [
    "- `lambda:invoke`, with a function or a pass-through: no suffix, `.waitForTaskToken`",
    "- a Lambda function's ARN, with a function or a pass-through",
    ...Object.entries(optimizedServices).map(([name, { actions, patterns }]) => {
      const calls = actions.map((action) => `${name}:${action}`);
      return `- ${toList(calls)}, with a pass-through: ${toSuffixes(patterns)}`;
    }),
    "- `aws-sdk:` and any other service of AWS, with a pass-through: no suffix, `.waitForTaskToken`",
  ];
}

const toSuffixes = (patterns: readonly string[]) =>
  patterns.map((pattern) => (pattern === "requestResponse" ? "no suffix" : `\`.${pattern}\``)).join(", ");
