import { describe, expect, test } from "vitest";
import type { Script } from "../testing/scripted-client.ts";
import { awsError, noSuchStack, scriptCloudFormation, scriptS3 } from "../testing/scripted-client.ts";
import { described, events, stackOf } from "../testing/stack-answers.ts";
import { createVirtualPace } from "../testing/virtual-pace.ts";
import type { StackEvent } from "../stack/stack-event.ts";
import { deleteCluster } from "./delete-cluster.ts";

const standing = described("acme-batch", {
  status: "CREATE_COMPLETE",
  outputs: { BucketName: "bucket-1", VpcId: "vpc-1" },
});
const notImported = awsError("ValidationError", "Export 'x' is not imported by any stack.");
const free: Script = [
  ["DescribeStacks", standing],
  ["DescribeStacks", { Stacks: standing.Stacks }],
  ["ListImports", notImported],
  ["ListImports", { Imports: [] }],
];
const removed: Script = [
  ["DescribeStackEvents", events("acme-batch", ["1", "acme-batch", "CREATE_COMPLETE"])],
  ["DeleteStack", {}],
  [
    "DescribeStackEvents",
    events("acme-batch", ["1", "acme-batch", "CREATE_COMPLETE"], ["2", "acme-batch", "DELETE_COMPLETE"]),
  ],
];

function remove(script: Script, bucketScript: Script = []) {
  const scripted = scriptCloudFormation(script);
  const s3 = scriptS3(bucketScript);
  const told: StackEvent[] = [];
  const result = deleteCluster({
    name: "batch",
    client: scripted.client,
    s3: s3.client,
    pace: createVirtualPace(),
    onEvent: (event) => told.push(event),
  });
  return { result, told, s3, ...scripted };
}

describe("deleteCluster", () => {
  test("empties the bucket, old versions too, then deletes the stack", async () => {
    const { result, told, s3, left } = remove(
      [...free, ...removed],
      [
        [
          "ListObjectVersions",
          {
            Versions: [
              { Key: "a", VersionId: "1" },
              { Key: "b", VersionId: "null" },
            ],
            DeleteMarkers: [{ Key: "a", VersionId: "2" }],
          },
        ],
        ["DeleteObjects", {}],
        ["ListObjectVersions", {}],
      ],
    );
    await expect(result).resolves.toEqual({ stackName: "acme-batch", change: "deleted" });
    expect(s3.inputOf("DeleteObjects")).toMatchObject({
      Bucket: "bucket-1",
      Delete: {
        Objects: [
          { Key: "a", VersionId: "1" },
          { Key: "b", VersionId: "null" },
          { Key: "a", VersionId: "2" },
        ],
      },
    });
    expect(told.map(({ status }) => status)).toEqual(["EMPTYING", "EMPTIED", "DELETE_COMPLETE"]);
    expect(told[1]?.reason).toBe("Deleted 3 objects of bucket bucket-1");
    expect(left()).toEqual([]);
  });

  test("deletes nothing while other stacks need the cluster, and names them", async () => {
    const tags = { "acme:kind": "task", "acme:cluster": "batch" };
    const { result, operations, s3 } = remove([
      ["DescribeStacks", standing],
      [
        "DescribeStacks",
        {
          Stacks: [
            stackOf("acme-batch-etl", { status: "CREATE_COMPLETE", tags }),
            stackOf("acme-prod-etl", {
              status: "CREATE_COMPLETE",
              tags: { ...tags, "acme:cluster": "prod" },
            }),
          ],
        },
      ],
      ["ListImports", { Imports: ["acme-batch-etl", "dashboards"] }],
      ["ListImports", notImported],
    ]);
    await expect(result).rejects.toMatchObject({
      code: "ACME_CLUSTER_IN_USE",
      message: 'Cluster "batch" is needed by other stacks: acme-batch-etl, dashboards',
    });
    expect(operations()).not.toContain("DeleteStack");
    expect(s3.calls).toEqual([]);
  });

  test("goes on when a deletion that stopped half-way took the bucket already", async () => {
    const { result } = remove(
      [...free, ...removed],
      [["ListObjectVersions", awsError("NoSuchBucket", "The specified bucket does not exist", 404)]],
    );
    await expect(result).resolves.toMatchObject({ change: "deleted" });
  });

  test("does not delete the stack when an object cannot be deleted", async () => {
    const { result, operations } = remove(free, [
      ["ListObjectVersions", { Versions: [{ Key: "a", VersionId: "1" }] }],
      ["DeleteObjects", { Errors: [{ Key: "a", Message: "Access Denied" }] }],
    ]);
    await expect(result).rejects.toMatchObject({
      code: "ACME_BUCKET_NOT_EMPTY",
      message: 'Cannot delete "a" from bucket "bucket-1": Access Denied',
    });
    expect(operations()).not.toContain("DeleteStack");
  });

  test("names what could not be deleted", async () => {
    const { result } = remove(
      [
        ...free,
        ["DescribeStackEvents", events("acme-batch")],
        ["DeleteStack", {}],
        [
          "DescribeStackEvents",
          events(
            "acme-batch",
            ["1", "SubnetA", "DELETE_FAILED", "The subnet has dependencies and cannot be deleted."],
            ["2", "acme-batch", "DELETE_FAILED", "The following resource(s) failed to delete: [SubnetA]."],
          ),
        ],
      ],
      [["ListObjectVersions", {}]],
    );
    await expect(result).rejects.toMatchObject({
      code: "ACME_STACK_FAILED",
      logicalId: "SubnetA",
      hint: "The stack is now DELETE_FAILED. Remove what blocks it and run the command again.",
    });
  });

  test("says so when there is none", async () => {
    const { result } = remove([["DescribeStacks", noSuchStack("acme-batch")]]);
    await expect(result).resolves.toEqual({ stackName: "acme-batch", change: "absent" });
  });
});
