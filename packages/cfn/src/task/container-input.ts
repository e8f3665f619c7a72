import { AcmeError } from "../acme-error.ts";

/** The parts of the container that are written into the template. */
export interface ContainerInput {
  /** Program and arguments. Default: the image's own. */
  command?: readonly string[] | undefined;
  environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Name of the environment variable → ARN of a Secrets Manager secret (with `:key::` for one key of it) or of an SSM
   * parameter, or the parameter's name in the same region. The value itself never passes through here.
   */
  secrets?: Readonly<Record<string, string>> | undefined;
}

/** What a shell, and ECS with it, takes as the name of a variable. */
const variableName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Source: Amazon ECS Developer Guide, "Pass Secrets Manager secrets through environment variables", and the same for SSM */
const secretReference =
  /^(?:arn:aws[a-zA-Z-]*:(?:secretsmanager|ssm):[a-z0-9-]+:\d{12}:\S+|[a-zA-Z0-9_.\-/]+)$/;

/** @throws AcmeError `ACME_BAD_COMMAND`, `ACME_BAD_ENVIRONMENT` or `ACME_BAD_SECRET` that quotes what is wrong. */
export function checkContainerInput({ command, environment = {}, secrets = {} }: ContainerInput): void {
  if (command !== undefined) checkCommand(command);
  for (const [name, value] of Object.entries(environment)) {
    checkVariableName(name, "ACME_BAD_ENVIRONMENT");
    checkText(value, `Environment variable ${name}`, "ACME_BAD_ENVIRONMENT");
  }
  for (const [name, reference] of Object.entries(secrets)) {
    checkVariableName(name, "ACME_BAD_SECRET");
    if (name in environment)
      throw new AcmeError("ACME_BAD_SECRET", `"${name}" is both in the environment and a secret`, {
        hint: "ECS takes each name once. Leave it out of one of the two.",
      });
    if (!secretReference.test(reference))
      throw new AcmeError("ACME_BAD_SECRET", `Secret "${name}" does not point to a secret`, {
        // The value is not quoted: somebody may have put the secret itself there.
        hint: "Expected the ARN of a Secrets Manager secret or of an SSM parameter, or a parameter's name; not the secret itself.",
      });
  }
}

function checkCommand(command: readonly string[]): void {
  if (command.length === 0 || command[0] === "")
    throw new AcmeError("ACME_BAD_COMMAND", "The command is empty", {
      hint: 'Expected a program and its arguments, such as ["python", "-m", "etl"]. Leave it out for the image\'s own.',
    });
  for (const [index, word] of command.entries())
    checkText(word, `Word ${index + 1} of the command`, "ACME_BAD_COMMAND");
}

function checkVariableName(name: string, code: "ACME_BAD_ENVIRONMENT" | "ACME_BAD_SECRET"): void {
  if (variableName.test(name)) return;
  throw new AcmeError(code, `${JSON.stringify(name)} is no name for an environment variable`, {
    hint: "Expected letters, digits and underscores, and no digit first.",
  });
}

/** Half of a surrogate pair. */
const loneSurrogate = /\p{Surrogate}/u;

/** Neither a process nor YAML can carry NUL; half a surrogate pair is no text. */
function checkText(text: string, what: string, code: `ACME_${string}`): void {
  if (typeof text !== "string")
    throw new AcmeError(code, `${what} is ${JSON.stringify(text)}, which is no text`, {
      hint: "Put it in quotes.",
    });
  if (text.includes("\0") || loneSurrogate.test(text))
    throw new AcmeError(
      code,
      `${what} has a character that a process cannot be given: ${JSON.stringify(text)}`,
      {
        hint: "Leave out NUL characters and lone surrogates; encode binary data as base64.",
      },
    );
}
