import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { parseImageReference } from "./image-reference.ts";
import { resolveImageDigest } from "./resolve-image-digest.ts";

const digest = `sha256:${"a".repeat(64)}`;

/** A registry on this machine. */
async function startRegistry(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    host,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe("the digest of a tag", () => {
  test("is what the registry says it is now", async () => {
    await using registry = await startRegistry((_, response) => {
      response.writeHead(200, { "docker-content-digest": digest }).end();
    });
    expect(await resolveImageDigest(`${registry.host}/team/etl:1.2`, { fetch })).toEqual({
      image: `${registry.host}/team/etl@${digest}`,
      digest,
    });
    expect(registry.asked).toEqual(["HEAD /v2/team/etl/manifests/1.2"]);
  });

  test("is that of latest when there is no tag", async () => {
    await using registry = await startRegistry((_, response) => {
      response.writeHead(200, { "docker-content-digest": digest }).end();
    });
    await resolveImageDigest(`${registry.host}/etl`, { fetch });
    expect(registry.asked).toEqual(["HEAD /v2/etl/manifests/latest"]);
  });

  test("is computed from the manifest when the registry does not say it", async () => {
    const manifest = '{"schemaVersion":2}';
    await using registry = await startRegistry((request, response) => {
      response.writeHead(200).end(request.method === "GET" ? manifest : "");
    });
    const resolved = await resolveImageDigest(`${registry.host}/etl:1`, { fetch });
    expect(resolved.digest).toBe(`sha256:${createHash("sha256").update(manifest).digest("hex")}`);
  });

  test("is asked for with an anonymous token where the registry wants one", async () => {
    await using registry = await startRegistry((request, response) => {
      const { host = "", authorization } = request.headers;
      if (request.url?.startsWith("/token") === true) {
        response.writeHead(200).end(JSON.stringify({ token: "anonymous" }));
      } else if (authorization === "Bearer anonymous") {
        response.writeHead(200, { "docker-content-digest": digest }).end();
      } else {
        const challenge = `Bearer realm="http://${host}/token",service="registry",scope="repository:etl:pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      }
    });
    expect(await resolveImageDigest(`${registry.host}/etl:1`, { fetch })).toMatchObject({ digest });
    expect(registry.asked).toEqual([
      "HEAD /v2/etl/manifests/1",
      "GET /token?service=registry&scope=repository%3Aetl%3Apull",
      "HEAD /v2/etl/manifests/1",
    ]);
  });

  test("that is in the name already is taken without asking anybody", async () => {
    const image = `python:3.13@${digest}`;
    const refuse = () => Promise.reject(new Error("asked"));
    expect(await resolveImageDigest(image, { fetch: refuse })).toEqual({ image, digest });
  });
});

describe("the tag stays, with the reason, when", () => {
  test.each<[string, number, Record<string, string>, string]>([
    [
      "the registry is private",
      401,
      { "www-authenticate": 'Basic realm="ecr"' },
      "wants credentials for etl:1, or has no such image",
    ],
    ["the registry forbids it", 403, {}, "wants credentials for etl:1, or has no such image"],
    ["there is no such image", 404, {}, "has no image etl:1"],
    ["too many have asked", 429, {}, "asks to come back later (429 Too Many Requests)"],
    ["the registry fails", 500, {}, "answered 500 for etl:1"],
  ])("%s", async (_, status, headers, reason) => {
    await using registry = await startRegistry((__, response) => {
      response.writeHead(status, headers).end();
    });
    const image = `${registry.host}/etl:1`;
    expect(await resolveImageDigest(image, { fetch })).toEqual({
      image,
      reason: `${registry.host} ${reason}`,
    });
  });

  test("nothing answers in time", async () => {
    await using registry = await startRegistry(() => undefined);
    const image = `${registry.host}/etl:1`;
    expect(await resolveImageDigest(image, { fetch, timeoutMs: 20 })).toEqual({
      image,
      reason: `${registry.host} did not answer within 20 ms`,
    });
  });

  test("nobody is there", async () => {
    await using registry = await startRegistry(() => undefined);
    await registry[Symbol.asyncDispose]();
    const { image, reason } = await resolveImageDigest(`${registry.host}/etl:1`, { fetch });
    expect(image).toBe(`${registry.host}/etl:1`);
    expect(reason).toMatch(/cannot be reached: connect ECONNREFUSED/);
  });

  test("the name is none", async () => {
    expect(await resolveImageDigest("not an image", { fetch })).toMatchObject({
      image: "not an image",
      reason: '"not an image" is not the name of a container image',
    });
  });
});

test("an abort by the caller is an error, not a reason", async () => {
  await using registry = await startRegistry(() => undefined);
  const controller = new AbortController();
  const resolved = resolveImageDigest(`${registry.host}/etl:1`, { fetch, signal: controller.signal });
  controller.abort(new Error("Ctrl-C"));
  await expect(resolved).rejects.toThrow("Ctrl-C");
});

describe("a token is never asked for over plain HTTP on behalf of a registry elsewhere", () => {
  test("the tag stays", async () => {
    const asked: string[] = [];
    const answer = async (url: string) => {
      asked.push(url);
      return new Response(null, {
        status: 401,
        headers: { "www-authenticate": 'Bearer realm="http://elsewhere/token"' },
      });
    };
    expect(await resolveImageDigest("registry.example.com/etl:1", { fetch: answer })).toMatchObject({
      reason: "registry.example.com wants credentials for etl:1, or has no such image",
    });
    expect(asked).toEqual(["https://registry.example.com/v2/etl/manifests/1"]);
  });
});

test.each([
  ["python", "docker.io", "library/python", "latest"],
  ["python:3.13-slim", "docker.io", "library/python", "3.13-slim"],
  ["prefecthq/prefect:3", "docker.io", "prefecthq/prefect", "3"],
  ["public.ecr.aws/docker/library/python:3.13", "public.ecr.aws", "docker/library/python", "3.13"],
  ["localhost:5000/etl", "localhost:5000", "etl", "latest"],
  [
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/etl:v1",
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
    "etl",
    "v1",
  ],
])("%s is at %s: %s, tag %s", (image, registry, repository, tag) => {
  expect(parseImageReference(image)).toMatchObject({ registry, repository, tag });
});

test.each(["", "a b", "/etl", "etl:", "etl@sha256:12", "https://example.com/etl", "a//b"])(
  "%j is no image",
  (image) => {
    expect(parseImageReference(image)).toBeUndefined();
  },
);
