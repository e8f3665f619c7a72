import { SFNClient } from "@aws-sdk/client-sfn";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";

interface Imitated {
  name: string;
  definition: string;
  roleArn: string;
  type: string;
  revision: number;
  versions: Map<string, { revision: number; definition: string; roleArn: string; description: string }>;
  nextVersion: number;
  alias: Json[] | undefined;
  tags: Map<string, string>;
}

type Operation = (input: { [key: string]: Json }) => JsonObject;

/**
 * The state machine calls of Step Functions, answered in memory behind the real client, with the rules that deploying relies on:
 * a version belongs to a revision, publishing a revision twice gives the same version, an update that changes nothing makes no revision.
 */
export function imitateStepFunctions(region = "eu-central-1") {
  const machines = new Map<string, Imitated>();
  const calls: string[] = [];
  const inputs: JsonObject[] = [];
  const failures: { operation: string; error: string; message: string; after: boolean }[] = [];
  const prefix = `arn:aws:states:${region}:111122223333:stateMachine:`;

  const client = new SFNClient({
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array }) {
        const operation = (request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
        const input: unknown = JSON.parse(new TextDecoder().decode(request.body));
        calls.push(operation);
        if (!isJsonObject(input)) throw new TypeError("a call without an object");
        inputs.push(input);
        return { response: answer(operation, input) };
      },
    },
  });

  function answer(operation: string, input: JsonObject) {
    const at = failures.findIndex((failure) => failure.operation === operation);
    const failure = at === -1 ? undefined : failures.splice(at, 1)[0];
    if (failure?.after === false) return toResponse(400, { __type: failure.error, message: failure.message });
    try {
      const result = (operations[operation] ?? refuse("UnknownOperationException"))(input);
      return failure === undefined
        ? toResponse(200, result)
        : toResponse(400, { __type: failure.error, message: failure.message });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return toResponse(400, {
        __type: error.message,
        message: `${error.message} for ${JSON.stringify(input)}`,
      });
    }
  }

  const operations: Record<string, Operation> = {
    CreateStateMachine({ name, definition, roleArn, type, tags, publish, versionDescription }) {
      if (machines.has(String(name))) refuse("StateMachineAlreadyExists");
      const machine: Imitated = {
        name: String(name),
        definition: String(definition),
        roleArn: String(roleArn),
        type: String(type),
        revision: 0,
        versions: new Map(),
        nextVersion: 1,
        alias: undefined,
        tags: new Map(readTags(tags)),
      };
      machines.set(machine.name, machine);
      return {
        stateMachineArn: prefix + machine.name,
        creationDate: 0,
        ...(publish === true
          ? { stateMachineVersionArn: publishVersion(machine, String(versionDescription)) }
          : {}),
      };
    },
    UpdateStateMachine({ stateMachineArn, definition, roleArn, publish, versionDescription }) {
      const machine = find(stateMachineArn);
      if (machine.definition !== definition || machine.roleArn !== roleArn) machine.revision += 1;
      machine.definition = String(definition);
      machine.roleArn = String(roleArn);
      return {
        updateDate: 0,
        revisionId: `revision-${machine.revision}`,
        ...(publish === true
          ? { stateMachineVersionArn: publishVersion(machine, String(versionDescription)) }
          : {}),
      };
    },
    PublishStateMachineVersion({ stateMachineArn, revisionId, description }) {
      const machine = find(stateMachineArn);
      const current = machine.revision === 0 ? "INITIAL" : `revision-${machine.revision}`;
      if (revisionId !== undefined && revisionId !== current) refuse("ConflictException");
      return { creationDate: 0, stateMachineVersionArn: publishVersion(machine, String(description)) };
    },
    DescribeStateMachine({ stateMachineArn }) {
      const machine = find(stateMachineArn);
      const version = machine.versions.get(String(stateMachineArn));
      if (version === undefined && stateMachineArn !== prefix + machine.name)
        refuse("StateMachineDoesNotExist");
      return {
        stateMachineArn: stateMachineArn ?? null,
        name: machine.name,
        type: machine.type,
        creationDate: 0,
        definition: version?.definition ?? machine.definition,
        roleArn: version?.roleArn ?? machine.roleArn,
        ...(machine.revision === 0
          ? {}
          : { revisionId: `revision-${version?.revision ?? machine.revision}` }),
      };
    },
    ListStateMachineVersions({ stateMachineArn }) {
      const versions = [...find(stateMachineArn).versions.keys()].reverse();
      return {
        stateMachineVersions: versions.map((arn) => ({ stateMachineVersionArn: arn, creationDate: 0 })),
      };
    },
    DescribeStateMachineAlias({ stateMachineAliasArn }) {
      const machine = machines.get(String(stateMachineAliasArn).slice(prefix.length).split(":")[0] ?? "");
      if (machine?.alias === undefined) return refuse("ResourceNotFound");
      return {
        stateMachineAliasArn: stateMachineAliasArn ?? null,
        name: "live",
        routingConfiguration: machine.alias,
      };
    },
    CreateStateMachineAlias({ name, routingConfiguration }) {
      const [route] = Array.isArray(routingConfiguration) ? routingConfiguration : [];
      const machine = find(isJsonObject(route) ? route["stateMachineVersionArn"] : undefined);
      if (machine.alias !== undefined) refuse("ConflictException");
      machine.alias = Array.isArray(routingConfiguration) ? routingConfiguration : [];
      return { stateMachineAliasArn: `${prefix}${machine.name}:${String(name)}`, creationDate: 0 };
    },
    UpdateStateMachineAlias({ stateMachineAliasArn, routingConfiguration }) {
      const machine = find(stateMachineAliasArn);
      if (machine.alias === undefined) refuse("ResourceNotFound");
      machine.alias = Array.isArray(routingConfiguration) ? routingConfiguration : [];
      return { updateDate: 0 };
    },
    ListTagsForResource({ resourceArn }) {
      return { tags: [...find(resourceArn).tags].map(([key, value]) => ({ key, value })) };
    },
    TagResource({ resourceArn, tags }) {
      for (const [key, value] of readTags(tags)) find(resourceArn).tags.set(key, value);
      return {};
    },
    UntagResource({ resourceArn, tagKeys }) {
      for (const key of Array.isArray(tagKeys) ? tagKeys : []) find(resourceArn).tags.delete(String(key));
      return {};
    },
  };

  function find(arn: Json | undefined): Imitated {
    const name = String(arn).slice(prefix.length).split(":")[0] ?? "";
    return machines.get(name) ?? refuse("StateMachineDoesNotExist");
  }

  function publishVersion(machine: Imitated, description: string): string {
    for (const [arn, version] of machine.versions) if (version.revision === machine.revision) return arn;
    const arn = `${prefix}${machine.name}:${machine.nextVersion}`;
    const { revision, definition, roleArn } = machine;
    machine.versions.set(arn, { revision, definition, roleArn, description });
    machine.nextVersion += 1;
    return arn;
  }

  return {
    client,
    machines,
    calls,
    inputs,
    /** The next call of this operation fails before anything is done. */
    failNext(operation: string, error: string, message = "said so") {
      failures.push({ operation, error, message, after: false });
    },
    /** The next call of this operation is carried out and its answer lost. */
    failAfterNext(operation: string, error: string, message = "said so") {
      failures.push({ operation, error, message, after: true });
    },
  };
}

class Refusal extends Error {}

function refuse(error: string): never {
  throw new Refusal(error);
}

function readTags(tags: Json | undefined): [string, string][] {
  return (Array.isArray(tags) ? tags : []).flatMap((tag): [string, string][] =>
    isJsonObject(tag) ? [[String(tag["key"]), String(tag["value"])]] : [],
  );
}

function toResponse(statusCode: number, body: JsonObject) {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(JSON.stringify(body)));
      controller.close();
    },
  });
  return { statusCode, headers: { "content-type": "application/x-amz-json-1.0" }, body: stream };
}
