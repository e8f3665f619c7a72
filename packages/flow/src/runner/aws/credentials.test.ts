import { expect, test } from "vitest";

import { createCredentialProvider } from "./credentials.ts";

const world = (environment: Record<string, string>, answers: Response[] = []) => {
  const asked: { url: string; authorization: string | null }[] = [];
  let now = Date.UTC(2026, 0, 1);
  const provide = createCredentialProvider({
    environment,
    fetch: async (url, init) => {
      asked.push({ url: String(url), authorization: new Headers(init?.headers).get("authorization") });
      return answers.shift() ?? new Response("gone", { status: 404 });
    },
    readFile: async (path) => `token of ${path}\n`,
    now: () => now,
  });
  return { provide, asked, pass: (minutes: number) => (now += minutes * 60_000) };
};
const role = (AccessKeyId: string, Expiration = "2026-01-01T01:00:00Z") =>
  Response.json({ AccessKeyId, SecretAccessKey: "s", Token: "t", Expiration });

test("the environment's come first, and nobody is asked", async () => {
  const { provide, asked } = world({
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2",
  });
  expect(await provide()).toEqual({ accessKeyId: "a", secretAccessKey: "b", sessionToken: undefined });
  expect(asked).toEqual([]);
});

test("a task's role is asked for once, and again before its credentials end", async () => {
  const { provide, asked, pass } = world({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/abc" }, [
    role("one"),
    role("two"),
  ]);
  expect(await provide()).toEqual({ accessKeyId: "one", secretAccessKey: "s", sessionToken: "t" });
  pass(54);
  expect(await provide()).toMatchObject({ accessKeyId: "one" });
  pass(1);
  expect(await provide()).toMatchObject({ accessKeyId: "two" });
  expect(asked).toMatchObject([
    { url: "http://169.254.170.2/v2/abc", authorization: null },
    { authorization: null },
  ]);
});

test("a full address gets the token, from a file where one is named", async () => {
  const url = "http://127.0.0.1/creds";
  const plain = world(
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: "plain" },
    [role("a")],
  );
  await plain.provide();
  expect(plain.asked).toEqual([{ url, authorization: "plain" }]);
  const file = world(
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token" },
    [role("a")],
  );
  await file.provide();
  expect(file.asked).toEqual([{ url, authorization: "token of /token" }]);
});

test("where there are none, it is said", async () => {
  await expect(world({}).provide()).rejects.toThrow("neither AWS_ACCESS_KEY_ID nor a task role");
  await expect(world({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2" }).provide()).rejects.toThrow(
    "answered 404: gone",
  );
  await expect(
    world({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2" }, [Response.json({})]).provide(),
  ).rejects.toThrow("without AccessKeyId");
});
