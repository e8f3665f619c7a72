import { describe, expect, test } from "vitest";
import type { Script } from "../testing/scripted-client.ts";
import { awsError, noSuchStack, scriptCloudFormation } from "../testing/scripted-client.ts";
import { changeSetMade, described, events, stackId } from "../testing/stack-answers.ts";
import { createVirtualPace } from "../testing/virtual-pace.ts";
import type { StackRequest } from "./deploy-stack.ts";
import { deployStack } from "./deploy-stack.ts";
import type { StackEvent } from "./stack-event.ts";

const templateBody = `
Parameters:
  Size: { Type: Number, Default: 1, MaxValue: 9 }
  Name: { Type: String }
Resources: { Thing: { Type: "AWS::Test::Thing" } }
`;
const nothingToDo = { Status: "FAILED", StatusReason: "The submitted information didn't contain changes." };
const executable = { Status: "CREATE_COMPLETE" };

function deploy(script: Script, request: Partial<StackRequest> = {}) {
  const scripted = scriptCloudFormation(script);
  const pace = createVirtualPace();
  const told: StackEvent[] = [];
  const result = deployStack({
    stackName: "s",
    templateBody,
    parameters: { Name: "n" },
    client: scripted.client,
    pace,
    onEvent: (event) => told.push(event),
    ...request,
  });
  return { result, told, pace, ...scripted };
}

const creation: Script = [
  ["DescribeStacks", noSuchStack("s")],
  ["CreateChangeSet", changeSetMade("s")],
  ["DescribeChangeSet", executable],
  ["ExecuteChangeSet", {}],
];

describe("deployStack, when there is no such stack", () => {
  test("creates it through a change set and returns its outputs", async () => {
    const { result, told, inputOf, left } = deploy(
      [
        ...creation,
        [
          "DescribeStackEvents",
          events("s", ["1", "s", "REVIEW_IN_PROGRESS"], ["2", "s", "CREATE_IN_PROGRESS"]),
        ],
        [
          "DescribeStackEvents",
          events(
            "s",
            ["1", "s", "REVIEW_IN_PROGRESS"],
            ["2", "s", "CREATE_IN_PROGRESS"],
            ["3", "Thing", "CREATE_COMPLETE"],
            ["4", "s", "CREATE_COMPLETE"],
          ),
        ],
        ["DescribeStacks", described("s", { status: "CREATE_COMPLETE", outputs: { Arn: "a" } })],
      ],
      { tags: { team: "data" } },
    );
    await expect(result).resolves.toEqual({
      stackName: "s",
      stackId: stackId("s"),
      change: "created",
      status: "CREATE_COMPLETE",
      outputs: { Arn: "a" },
    });
    expect(inputOf("CreateChangeSet")).toMatchObject({
      ChangeSetType: "CREATE",
      Capabilities: ["CAPABILITY_IAM"],
      Parameters: [{ ParameterKey: "Name", ParameterValue: "n" }],
      Tags: [{ Key: "team", Value: "data" }],
    });
    // Each event once, though AWS answers with all of them every time.
    expect(told.map(({ kind, logicalId, status }) => `${kind} ${logicalId} ${status}`)).toEqual([
      "stack s REVIEW_IN_PROGRESS",
      "stack s CREATE_IN_PROGRESS",
      "resource Thing CREATE_COMPLETE",
      "stack s CREATE_COMPLETE",
    ]);
    expect(left()).toEqual([]);
  });

  test("names the first resource that failed, not the ones that AWS cancelled because of it", async () => {
    const { result } = deploy([
      ...creation,
      [
        "DescribeStackEvents",
        events(
          "s",
          ["1", "s", "CREATE_IN_PROGRESS"],
          ["2", "Other", "CREATE_FAILED", "Resource creation cancelled"],
          ["3", "Thing", "CREATE_FAILED", "Thing quota is used up."],
          ["4", "s", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Other, Thing]."],
          ["5", "s", "ROLLBACK_COMPLETE"],
        ),
      ],
    ]);
    await expect(result).rejects.toMatchObject({
      name: "AcmeError",
      code: "ACME_STACK_FAILED",
      message: 'Stack "s" failed at Thing (AWS::Test::Thing): Thing quota is used up',
      hint: "The stack is now ROLLBACK_COMPLETE. Mend the cause and run the command again: it removes what is left and starts afresh.",
      logicalId: "Thing",
      status: "ROLLBACK_COMPLETE",
    });
  });

  test("leaves no empty stack behind when AWS cannot deploy the template", async () => {
    const { result, operations } = deploy([
      ["DescribeStacks", noSuchStack("s")],
      ["CreateChangeSet", changeSetMade("s")],
      ["DescribeChangeSet", { Status: "FAILED", StatusReason: "No export named x found" }],
      ["DescribeStacks", described("s", { status: "REVIEW_IN_PROGRESS" })],
      ["DeleteStack", {}],
    ]);
    await expect(result).rejects.toMatchObject({
      code: "ACME_STACK_REFUSED",
      reason: "No export named x found",
    });
    expect(operations().at(-1)).toBe("DeleteStack");
  });

  test("does not take an empty change set of a creation for a no-op", async () => {
    const { result } = deploy([
      ["DescribeStacks", noSuchStack("s")],
      ["CreateChangeSet", changeSetMade("s")],
      ["DescribeChangeSet", nothingToDo],
      ["DescribeStacks", described("s", { status: "REVIEW_IN_PROGRESS" })],
      ["DeleteStack", {}],
    ]);
    await expect(result).rejects.toMatchObject({ code: "ACME_STACK_REFUSED" });
  });

  test("says what AWS says when it refuses the template at once", async () => {
    const { result } = deploy([
      ["DescribeStacks", noSuchStack("s")],
      ["CreateChangeSet", awsError("ValidationError", "Template format error: unresolved Ref.")],
    ]);
    await expect(result).rejects.toMatchObject({
      code: "ACME_STACK_REFUSED",
      message: 'CloudFormation refuses stack "s": Template format error: unresolved Ref',
    });
  });
});

describe("deployStack, when the stack is there", () => {
  const standing = { status: "UPDATE_COMPLETE", parameters: { Size: "1", Name: "n" }, outputs: { Arn: "a" } };

  test("does nothing, in two calls, when it was made from the same text, parameters and tags", async () => {
    const { result, operations } = deploy([
      ["DescribeStacks", described("s", standing)],
      ["GetTemplate", { TemplateBody: templateBody }],
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged", outputs: { Arn: "a" } });
    expect(operations()).toHaveLength(2);
  });

  test.each([
    ["the template", {}, [["GetTemplate", { TemplateBody: "Resources: {}" }]]],
    ["a parameter", { parameters: { Name: "n", Size: 2 } }, []],
    ["a tag", { tags: { team: "data" } }, []],
  ] as [string, Partial<StackRequest>, Script][])(
    "lets AWS find out what a change of %s means, and says so when that is nothing",
    async (_what, request, before) => {
      const { result, operations } = deploy(
        [
          ["DescribeStacks", described("s", standing)],
          ...before,
          ["CreateChangeSet", changeSetMade("s")],
          ["DescribeChangeSet", { Status: "CREATE_IN_PROGRESS" }],
          ["DescribeChangeSet", nothingToDo],
          ["DeleteChangeSet", {}],
        ],
        request,
      );
      await expect(result).resolves.toMatchObject({ change: "unchanged" });
      expect(operations().at(-1)).toBe("DeleteChangeSet");
    },
  );

  test("knows AWS's other words for an empty change set", async () => {
    const { result } = deploy([
      ["DescribeStacks", described("s", standing)],
      ["GetTemplate", { TemplateBody: "" }],
      ["CreateChangeSet", changeSetMade("s")],
      ["DescribeChangeSet", { Status: "FAILED", StatusReason: "No updates are to be performed." }],
      ["DeleteChangeSet", {}],
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged" });
  });

  test("updates it and tells only what happens from then on", async () => {
    const { result, told, inputOf } = deploy(
      [
        ["DescribeStacks", described("s", standing)],
        ["CreateChangeSet", changeSetMade("s")],
        ["DescribeChangeSet", executable],
        ["DescribeStackEvents", events("s", ["1", "s", "CREATE_COMPLETE"])],
        ["ExecuteChangeSet", {}],
        [
          "DescribeStackEvents",
          events(
            "s",
            ["1", "s", "CREATE_COMPLETE"],
            ["2", "s", "UPDATE_IN_PROGRESS"],
            ["3", "s", "UPDATE_COMPLETE"],
          ),
        ],
        ["DescribeStacks", described("s", { status: "UPDATE_COMPLETE" })],
      ],
      { parameters: { Name: "m" } },
    );
    await expect(result).resolves.toMatchObject({ change: "updated" });
    expect(told.map(({ status }) => status)).toEqual(["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"]);
    expect(inputOf("CreateChangeSet")).toMatchObject({ ChangeSetType: "UPDATE" });
  });

  test("reads further pages until it meets an event that it knows", async () => {
    const page = (from: number, to: number) =>
      events(
        "s",
        ...Array.from({ length: to - from + 1 }, (_, index): [string, string, string] =>
          from + index === 6
            ? ["6", "s", "UPDATE_COMPLETE"]
            : [String(from + index), `R${from + index}`, "UPDATE_COMPLETE"],
        ),
      );
    const { result, told } = deploy(
      [
        ["DescribeStacks", described("s", standing)],
        ["CreateChangeSet", changeSetMade("s")],
        ["DescribeChangeSet", executable],
        ["DescribeStackEvents", page(1, 1)],
        ["ExecuteChangeSet", {}],
        ["DescribeStackEvents", { ...page(4, 6), NextToken: "more" }],
        ["DescribeStackEvents", { ...page(1, 3), NextToken: "even more" }],
        ["DescribeStacks", described("s", { status: "UPDATE_COMPLETE" })],
      ],
      { parameters: { Name: "m" } },
    );
    await result;
    expect(told.map(({ logicalId }) => logicalId)).toEqual(["R2", "R3", "R4", "R5", "s"]);
  });

  test("resets what is not named to the template's default", async () => {
    const { result, inputOf } = deploy([
      ["DescribeStacks", described("s", { ...standing, parameters: { Size: "5", Name: "n" } })],
      ["CreateChangeSet", changeSetMade("s")],
      ["DescribeChangeSet", nothingToDo],
      ["DeleteChangeSet", {}],
    ]);
    await result;
    expect(inputOf("CreateChangeSet")).toMatchObject({
      Parameters: [{ ParameterKey: "Name", ParameterValue: "n" }],
    });
  });

  test("keeps what is not named when asked to, but no parameter that the template has lost", async () => {
    const { result, inputOf } = deploy(
      [
        [
          "DescribeStacks",
          described("s", {
            ...standing,
            parameters: { Size: "5", Name: "n", Old: "x" },
            tags: { team: "data" },
          }),
        ],
        ["CreateChangeSet", changeSetMade("s")],
        ["DescribeChangeSet", nothingToDo],
        ["DeleteChangeSet", {}],
      ],
      { omitted: "keep", parameters: { Name: "m" } },
    );
    await result;
    expect(inputOf("CreateChangeSet")).toMatchObject({
      Parameters: [
        { ParameterKey: "Size", ParameterValue: "5" },
        { ParameterKey: "Name", ParameterValue: "m" },
      ],
      Tags: [{ Key: "team", Value: "data" }],
    });
  });

  test("goes by the change set when the credentials may not read templates", async () => {
    const { result } = deploy([
      ["DescribeStacks", described("s", standing)],
      ["GetTemplate", awsError("AccessDenied", "not authorized to perform cloudformation:GetTemplate", 403)],
      ["CreateChangeSet", changeSetMade("s")],
      ["DescribeChangeSet", nothingToDo],
      ["DeleteChangeSet", {}],
    ]);
    await expect(result).resolves.toMatchObject({ change: "unchanged" });
  });
});

describe("deployStack, before any call", () => {
  test.each([
    [{ parameters: { Name: "n", Colour: "red" } }, 'There is no parameter "Colour"', "Known: Size, Name."],
    [{ parameters: { Name: "n", Size: 10 } }, 'Size "10" must be 9 or less', "Give another Size."],
    [
      { templateBody: `# ${"x".repeat(51_200)}` },
      'The template of stack "s" has 51202 bytes; CloudFormation takes 51200 at most',
      "Put long commands into the image, and long values into the bucket or a secret.",
    ],
  ])("refuses %#", async (request, message, hint) => {
    const { result, operations } = deploy([], request);
    await expect(result).rejects.toMatchObject({ name: "AcmeError", message, hint });
    expect(operations()).toEqual([]);
  });
});
