import { describe, expect, test } from "vitest";
import type { StackEvent } from "./stack-event.ts";
import { StackFailedError } from "./stack-failure.ts";

function failed(reason: string | undefined, event: Partial<StackEvent> = {}): StackEvent {
  return {
    kind: "resource",
    stackName: "s",
    logicalId: "Role",
    resourceType: "AWS::IAM::Role",
    status: "CREATE_FAILED",
    reason,
    at: new Date(0),
    ...event,
  };
}

describe("StackFailedError", () => {
  test.each([
    ["Role with name x already exists. (Service: Iam, Status Code: 409, Request ID: 9021)"],
    [
      "Role with name x already exists. (Service: Iam, Status Code: 409, Request ID: 9021) (SDK Attempt Count: 1)",
    ],
  ])("says what AWS says without the request ids around it, and keeps them (%#)", (words) => {
    const reason = `Resource handler returned message: "${words}" (RequestToken: e180, HandlerErrorCode: AlreadyExists)`;
    const error = new StackFailedError("s", "ROLLBACK_COMPLETE", [failed(reason)]);
    expect(error.message).toBe('Stack "s" failed at Role (AWS::IAM::Role): Role with name x already exists');
    expect(error.reason).toBe(reason);
  });

  test("takes the stack's own reason when no resource has one", () => {
    const events = [
      failed("Internal failure.", {
        kind: "stack",
        logicalId: "s",
        resourceType: "AWS::CloudFormation::Stack",
        status: "UPDATE_FAILED",
      }),
    ];
    expect(new StackFailedError("s", "UPDATE_FAILED", events).message).toBe(
      'Stack "s" failed at s (AWS::CloudFormation::Stack): Internal failure',
    );
  });

  test("says so when AWS gives no reason at all", () => {
    expect(new StackFailedError("s", "ROLLBACK_COMPLETE", [failed(undefined)]).message).toBe(
      'Stack "s" failed at Role (AWS::IAM::Role)',
    );
    expect(new StackFailedError("s", "ROLLBACK_COMPLETE", []).message).toBe(
      'Stack "s" failed without naming a resource',
    );
  });

  test.each([
    ["UPDATE_ROLLBACK_COMPLETE", "Everything is as it was before."],
    ["UPDATE_ROLLBACK_FAILED", "it continues the roll-back first"],
    ["DELETE_FAILED", "Remove what blocks it"],
  ])("says what to do when the stack is %s", (status, next) => {
    expect(new StackFailedError("s", status, []).hint).toContain(next);
  });
});
