import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { S3Client } from "@aws-sdk/client-s3";

/** What a call gets: an output, an error to throw, or a function of its input that gives one of these. */
export type Answer = object | Error | ((input: Record<string, unknown>) => object | Error);

export type Script = (readonly [operation: string, answer: Answer])[];

export interface RecordedCall {
  operation: string;
  input: Record<string, unknown>;
}

export interface Scripted<Client> {
  client: Client;
  calls: RecordedCall[];
  operations: () => string[];
  /** Input of the only call of that operation. */
  inputOf: (operation: string) => Record<string, unknown>;
  /** What the script still expects. */
  left: () => string[];
}

/** The SDK's own client, answered from a script: calls have to come in its order, and no others. */
export function scriptCloudFormation(script: Script): Scripted<CloudFormationClient> {
  return attach(new CloudFormationClient(config), script);
}

export function scriptS3(script: Script): Scripted<S3Client> {
  return attach(new S3Client(config), script);
}

const config = { region: "eu-west-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

interface Attachable {
  middlewareStack: {
    add(
      middleware: (
        next: unknown,
        context: { commandName?: string },
      ) => (args: { input: object }) => Promise<{ response: unknown; output: never }>,
      options: { step: "initialize"; priority: "high" },
    ): void;
  };
}

function attach<Client extends CloudFormationClient | S3Client>(
  client: Client,
  script: Script,
): Scripted<Client> {
  const calls: RecordedCall[] = [];
  const rest = [...script];
  // Both clients' stacks take this middleware; their types differ in what it never touches.
  const attachable = client as unknown as Attachable;
  attachable.middlewareStack.add(
    (_next, context) => async (args) => {
      const operation = (context.commandName ?? "").replace(/Command$/, "");
      const input = args.input as Record<string, unknown>;
      calls.push({ operation, input });
      const [expected, answer] = rest.shift() ?? ["nothing", new Error("the script is over")];
      if (expected !== operation)
        throw new Error(`The script expects ${expected}, but ${operation} was called`);
      const result = typeof answer === "function" ? answer(input) : answer;
      if (result instanceof Error) throw result;
      return { response: undefined, output: result as never };
    },
    { step: "initialize", priority: "high" },
  );
  return {
    client,
    calls,
    operations: () => calls.map(({ operation }) => operation),
    inputOf: (operation) => calls.find((call) => call.operation === operation)?.input ?? {},
    left: () => rest.map(([operation]) => operation),
  };
}

/** An error as the SDK throws it. */
export function awsError(name: string, message: string, statusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: statusCode } });
}

export const noSuchStack = (stackName: string): Error =>
  awsError("ValidationError", `Stack with id ${stackName} does not exist`);
