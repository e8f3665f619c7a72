import { startEngine } from "@acme-engine/local";

import type { Random } from "./random.ts";
import { mutateText, randomJson } from "./random-json.ts";

const requestsPerTry = 10;

/**
 * Whatever is sent to the engine's port is answered, with anything but a failure of the engine itself; and the engine answers
 * afterwards as before.
 */
export async function http(random: Random): Promise<void> {
  const bugs: string[] = [];
  const engine = await startEngine({
    http: { port: 0 },
    runtime: "process",
    onBug: (error, where) => bugs.push(`${where}: ${error instanceof Error ? error.stack : String(error)}`),
  });
  try {
    for (let sent = 0; sent < requestsPerTry; sent++) {
      const { path, ...request } = randomRequest(random);
      const response = await fetch(`${engine.url}${path}`, request);
      await response.arrayBuffer();
      if (bugs.length > 0)
        throw new Error(`${request.method} ${path} ${request.body ?? ""}\n${bugs.join("\n")}`);
      if (response.status === 500) throw new Error(`${request.method} ${path} was answered with 500`);
    }
    const health = await fetch(`${engine.url}/_acme/health`);
    if (health.status !== 200) throw new Error(`the engine answers ${health.status} afterwards`);
  } finally {
    await engine.close();
  }
}

interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

function randomRequest(random: Random): FuzzRequest {
  return random.pick([jsonRequest, jsonRequest, queryRequest, queryRequest, s3Request])(random);
}

const jsonOperations = words(`
  CreateStateMachine StartExecution DescribeExecution ListExecutions GetExecutionHistory
  PublishStateMachineVersion CreateStateMachineAlias StopExecution SendTaskSuccess TestState
  RegisterTaskDefinition RunTask DescribeTasks ListTasks StopTask CreateCluster TagResource
  CreateLogGroup PutLogEvents GetLogEvents FilterLogEvents DescribeLogStreams Nothing
`);

const prefixes: [string, ...string[]] = [
  "AWSStepFunctions",
  "AmazonEC2ContainerServiceV20141113",
  "Logs_20140328",
  "AmazonSQS",
  "__proto__",
];

const fields = words(`
  name stateMachineArn executionArn definition roleArn input type maxResults nextToken
  cluster family taskDefinition containerDefinitions tasks overrides tags count cpu
  logGroupName logStreamName logEvents startTime filterPattern limit __proto__ constructor
`);

const values: [string, ...string[]] = [
  "arn:aws:states:us-east-1:000000000000:stateMachine:a",
  "arn:aws:states:us-east-1:000000000000:execution:a:b",
  "arn:aws:ecs:us-east-1:000000000000:task-definition/a:1",
  '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
  "a",
  "",
  "x".repeat(300),
  "../../etc/passwd",
  "' OR 1=1 --",
];

function jsonRequest(random: Random): FuzzRequest {
  const body = JSON.stringify(randomFields(random));
  return {
    method: "POST",
    path: "/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `${random.pick(prefixes)}.${random.pick(jsonOperations)}`,
    },
    body: random.chance(0.3) ? mutateText(body, random) : body,
  };
}

function randomFields(random: Random): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [
      random.pick(fields),
      random.chance(0.6) ? random.pick(values) : randomJson(random),
    ]),
  );
}

const actions = words(`
  CreateStack DescribeStacks CreateChangeSet ExecuteChangeSet DeleteStack ValidateTemplate
  CreateRole GetRole ListRoles PutRolePolicy GetCallerIdentity AssumeRole Nothing
`);

const queryFields = words(`
  StackName TemplateBody Parameters.member.1.ParameterKey Parameters.member.x
  Tags.member.1.Key ChangeSetName RoleName AssumeRolePolicyDocument Capabilities.member.1
  __proto__.a a..b .
`);

const templates: [string, ...string[]] = [
  "Resources: { A: { Type: AWS::Logs::LogGroup } }",
  "Resources: { A: { Type: AWS::ECS::Cluster, Properties: { ClusterName: !Ref B } } }",
  "Parameters: { P: { Type: String } }\nResources: { A: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub '${P}-${A}' } } }",
  "Resources: &a [*a]",
  "!Sub",
];

function queryRequest(random: Random): FuzzRequest {
  const form = new URLSearchParams({
    Action: random.pick(actions),
    Version: random.pick(["2010-05-15", "2010-05-08", "2011-06-15"]),
  });
  for (let count = random.below(5); count > 0; count--)
    form.append(random.pick(queryFields), random.pick(values));
  if (random.chance(0.5)) form.set("StackName", "a");
  if (random.chance(0.6)) form.set("TemplateBody", mutateText(random.pick(templates), random));
  return {
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: random.chance(0.2) ? mutateText(form.toString(), random) : form.toString(),
  };
}

const s3Paths: [string, ...string[]] = [
  "/",
  "/bucket",
  "/bucket/key",
  "/bucket//a/../b",
  "/%zz/%00",
  "/B_/é",
  "/bucket/a%20b",
];
const s3Queries: [string, ...string[]] = [
  "",
  "?list-type=2&max-keys=x",
  "?policy",
  "?uploads",
  "?uploadId=1&partNumber=0",
  "?delete",
  "?acl",
  "?versions",
];
const s3Bodies: [string, ...string[]] = [
  "",
  "text",
  "<Delete><Object><Key>a</Key></Object></Delete>",
  "<a",
  "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
];

function s3Request(random: Random): FuzzRequest {
  const method = random.pick(["GET", "PUT", "POST", "DELETE", "HEAD"]);
  const headers: Record<string, string> = random.chance(0.3)
    ? {
        range: random.pick(["bytes=0-", "bytes=-1", "bytes=9-1", "x"]),
        "x-amz-copy-source": random.pick(["/bucket/key", "%", ""]),
      }
    : {};
  if (random.chance(0.1)) headers["content-encoding"] = "aws-chunked";
  const path = random.pick(s3Paths) + random.pick(s3Queries);
  return method === "GET" || method === "HEAD"
    ? { method, path, headers }
    : { method, path, headers, body: mutateText(random.pick(s3Bodies), random) };
}

/** The words of a text; there is at least one. */
function words(text: string): [string, ...string[]] {
  const [first = "", ...others] = text.trim().split(/\s+/);
  return [first, ...others];
}
