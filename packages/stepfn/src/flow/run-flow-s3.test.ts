import { spawnSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { createFlowFolder, runFlowCommand } from "../testing/run-python.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("The flow runner's S3 tests are skipped: there is no python3 on the PATH.");
const hasBoto3 = hasPython && spawnSync("python3", ["-c", "import boto3"]).status === 0;
if (!hasBoto3) console.warn("The flow runner is not tested with boto3: the python3 here does not have it.");

const etl = `
def etl(day="x", limit=10):
    print("hello", day, limit)
    return {"day": day, "rows": limit * 2}
`;
/** Stands before the real one, which this machine may have. */
const noBoto3 = { "boto3.py": 'raise ImportError("not in this image")\n' };

async function run(environment: Record<string, string>, { boto3 = false } = {}) {
  await using folder = await createFlowFolder({ "etl.py": etl, ...(boto3 ? {} : noBoto3) });
  return await runFlowCommand(folder, "etl.py:etl", { environment });
}

interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}
/** A bucket behind plain HTTP; may be slow to start working. */
async function startBucket(objects: Record<string, string>, failFirst = 0) {
  const asked: Asked[] = [];
  let failures = failFirst;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, headers, body });
      if (failures-- > 0) {
        response.writeHead(503).end("slow down");
        return;
      }
      if (method === "PUT") objects[url] = body;
      const found = objects[url];
      response
        .writeHead(found === undefined ? 404 : 200)
        .end(method === "GET" ? (found ?? "<Code>NoSuchKey</Code>") : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    asked,
    objects,
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: "eu-central-1",
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const credentials = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "session/token+1",
};

describe.skipIf(!hasPython)("the flow runner without boto3", () => {
  test("reads parameters from S3 and writes the result there", () => readAndWrite({ boto3: false }));

  test("signs requests as the SDK for JavaScript does", async () => {
    await using bucket = await startBucket({});
    await run({ ...bucket.environment, ...credentials, ACME_RESULT_S3_URI: "s3://bucket/a b/ä+~.json" });
    const [put] = bucket.asked;
    expect(put).toMatchObject({ method: "PUT", url: "/bucket/a%20b/%C3%A4%2B~.json" });
    const signed = await signWithSdk(put);
    expect(signed["authorization"]).toContain("SignedHeaders=content-type;host;x-amz-content-sha256");
    expect(put?.headers.authorization).toBe(signed["authorization"]);
  });

  test("asks a busy server again", async () => {
    await using bucket = await startBucket({}, 1);
    const ended = await run({ ...bucket.environment, ...credentials, ACME_RESULT_S3_URI: "s3://bucket/r" });
    expect(ended.code).toBe(0);
    expect(bucket.asked).toHaveLength(2);
  });

  test("ends with 66 when the parameters are not there", async () => {
    await using bucket = await startBucket({});
    const ended = await run({
      ...bucket.environment,
      ...credentials,
      ACME_PARAMETERS_S3_URI: "s3://bucket/none",
    });
    expect(ended.code).toBe(66);
    expect(ended.stderr).toMatch(
      /acme: the parameters at s3:\/\/bucket\/none cannot be read: GET .*404 .*NoSuchKey/,
    );
  });

  test("ends with 66 and says so when there are no credentials", async () => {
    const ended = await run({ ACME_PARAMETERS_S3_URI: "s3://bucket/none" });
    expect(ended.code).toBe(66);
    expect(ended.stderr).toContain("there are no AWS credentials: neither AWS_ACCESS_KEY_ID nor a task role");
  });

  test("takes the credentials of the task's role", async () => {
    const role = { AccessKeyId: "ASIATASK", SecretAccessKey: "secret", Token: "tok" };
    await using bucket = await startBucket({ "/credentials/1": JSON.stringify(role) });
    const ended = await run({
      ...bucket.environment,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${bucket.environment.AWS_ENDPOINT_URL}/credentials/1`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "let me in",
      ACME_RESULT_S3_URI: "s3://bucket/r",
    });
    expect(ended.code).toBe(0);
    expect(bucket.asked[0]?.headers.authorization).toBe("let me in");
    expect(bucket.asked[1]?.headers).toMatchObject({
      authorization: expect.stringContaining("Credential=ASIATASK/"),
      "x-amz-security-token": "tok",
    });
  });
});

describe.skipIf(!hasBoto3)("the flow runner with boto3", () => {
  test("reads parameters from S3 and writes the result there", () => readAndWrite({ boto3: true }));
});

async function readAndWrite(image: { boto3: boolean }) {
  await using bucket = await startBucket({ "/bucket/parameters/run%201.json": '{"day": "y", "limit": 1}' });
  const ended = await run(
    {
      ...bucket.environment,
      ...credentials,
      ACME_PARAMETERS_S3_URI: "s3://bucket/parameters/run 1.json",
      ACME_RESULT_S3_URI: "s3://bucket/results/run.json",
    },
    image,
  );
  expect(ended).toMatchObject({ code: 0, stdout: "hello y 1\n" });
  expect(bucket.objects["/bucket/results/run.json"]).toContain('{"day": "y", "rows": 2}');
  for (const { headers } of bucket.asked)
    expect(headers.authorization).toContain("/eu-central-1/s3/aws4_request");
  expect(bucket.asked[0]?.headers["user-agent"]?.startsWith("Boto3")).toBe(image.boto3);
}

/** The headers that the SDK for JavaScript would have sent for a request. */
async function signWithSdk(asked: Asked | undefined) {
  const client = new S3Client({
    region: "eu-central-1",
    credentials: {
      accessKeyId: credentials.AWS_ACCESS_KEY_ID,
      secretAccessKey: credentials.AWS_SECRET_ACCESS_KEY,
      sessionToken: credentials.AWS_SESSION_TOKEN,
    },
  });
  const signer = await client.config.signer({
    name: "sigv4",
    signingName: "s3",
    signingRegion: "eu-central-1",
    properties: {},
  });
  const date = String(asked?.headers["x-amz-date"]).replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5");
  const { headers } = await signer.sign(
    {
      method: asked?.method ?? "",
      protocol: "http:",
      hostname: "127.0.0.1",
      path: asked?.url ?? "",
      query: {},
      headers: { host: asked?.headers.host ?? "", "content-type": asked?.headers["content-type"] ?? "" },
      body: asked?.body,
    },
    { signingDate: new Date(date) },
  );
  return headers;
}
