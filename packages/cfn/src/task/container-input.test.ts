import { describe, expect, test } from "vitest";
import type { ContainerInput } from "./container-input.ts";
import { checkContainerInput } from "./container-input.ts";

describe("checkContainerInput", () => {
  test("takes what ECS takes", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme/batch/db-a1B2c3";
    expect(() =>
      checkContainerInput({
        command: ["python", "-c", "print('a, b')\n"],
        environment: { STAGE: "prod", _x1: "", EMOJI: "🌦" },
        secrets: { DB: secret, PASSWORD: `${secret}:password::`, TOKEN: "/acme/batch/token", PLAIN: "token" },
      }),
    ).not.toThrow();
  });

  test.each([
    [{ command: [] }, "ACME_BAD_COMMAND", "The command is empty"],
    [{ command: [""] }, "ACME_BAD_COMMAND", "The command is empty"],
    [{ command: ["sh", "a\0b"] }, "ACME_BAD_COMMAND", "Word 2 of the command has a character"],
    [
      { environment: { "MY-VAR": "x" } },
      "ACME_BAD_ENVIRONMENT",
      '"MY-VAR" is no name for an environment variable',
    ],
    [{ environment: { "1ST": "x" } }, "ACME_BAD_ENVIRONMENT", '"1ST" is no name'],
    [{ environment: { "": "x" } }, "ACME_BAD_ENVIRONMENT", '"" is no name'],
    [{ environment: { A: "\ud83c" } }, "ACME_BAD_ENVIRONMENT", "Environment variable A has a character"],
    [{ secrets: { "A B": "x" } }, "ACME_BAD_SECRET", '"A B" is no name'],
    [
      { environment: { A: "x" }, secrets: { A: "y" } },
      "ACME_BAD_SECRET",
      '"A" is both in the environment and a secret',
    ],
  ] satisfies [ContainerInput, string, string][])("refuses %j", (input, code, message) => {
    expect(() => checkContainerInput(input)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test("does not quote what may be a secret itself", () => {
    const check = () => checkContainerInput({ secrets: { PASSWORD: "hunter2!" } });
    expect(check).toThrow('Secret "PASSWORD" does not point to a secret');
    expect(check).not.toThrow(/hunter2/);
  });

  test("says so when a value of a file is a number", () => {
    const environment = JSON.parse('{ "PORT": 80 }');
    expect(() => checkContainerInput({ environment })).toThrow(
      "Environment variable PORT is 80, which is no text",
    );
  });
});
