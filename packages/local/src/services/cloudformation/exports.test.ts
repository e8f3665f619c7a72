import {
  CreateStackCommand,
  DeleteStackCommand,
  ListExportsCommand,
  ListImportsCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createStackWorld, type StackWorld } from "./testing/stack-world.ts";

let world: StackWorld;
beforeEach(() => {
  world = createStackWorld();
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const exporting = (name: string, exportName = "shared") =>
  JSON.stringify({
    Resources: { Logs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: name } } },
    Outputs: { Name: { Value: { Ref: "Logs" }, Export: { Name: exportName } } },
  });
const importing = JSON.stringify({
  Resources: {
    Logs: {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        LogGroupName: { "Fn::Sub": ["${Other}/copy", { Other: { "Fn::ImportValue": "shared" } }] },
      },
    },
  },
});

async function create(StackName: string, TemplateBody: string) {
  await world.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  return world.settledStack(StackName);
}
async function update(StackName: string, TemplateBody: string) {
  await world.cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody }));
  return world.settledStack(StackName);
}
async function remove(StackName: string) {
  await world.cloudFormation.send(new DeleteStackCommand({ StackName }));
  await world.settled();
}

test("an export is listed with its stack, and imports with theirs", async () => {
  const { StackId } = await create("exporter", exporting("/a"));
  expect(await create("importer", importing)).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
  const { Exports } = await world.cloudFormation.send(new ListExportsCommand({}));
  expect(Exports).toEqual([{ ExportingStackId: StackId, Name: "shared", Value: "/a" }]);
  const { Imports } = await world.cloudFormation.send(new ListImportsCommand({ ExportName: "shared" }));
  expect(Imports).toEqual(["importer"]);
});

test("a stack whose export is in use stays, with the reason", async () => {
  await create("exporter", exporting("/a"));
  await create("importer", importing);
  await create("second", importing.replace("/copy", "/copy2"));
  await remove("exporter");
  expect(await world.settledStack("exporter")).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    StackStatusReason: "Delete canceled. Cannot delete export shared as it is in use by importer and second.",
  });
  await remove("importer");
  await remove("second");
  await remove("exporter");
  await expect(world.settledStack("exporter")).rejects.toThrow("does not exist");
});

test("an update that would change or drop an export in use is rolled back", async () => {
  await create("exporter", exporting("/a"));
  await create("importer", importing);
  expect(await update("exporter", exporting("/b"))).toMatchObject({
    StackStatus: "UPDATE_ROLLBACK_COMPLETE",
  });
  expect(await update("exporter", exporting("/a", "renamed"))).toMatchObject({
    StackStatus: "UPDATE_ROLLBACK_COMPLETE",
  });
  const { Exports } = await world.cloudFormation.send(new ListExportsCommand({}));
  expect(Exports).toMatchObject([{ Name: "shared", Value: "/a" }]);
});

test("an export's name belongs to one stack", async () => {
  await create("exporter", exporting("/a"));
  const second = await create("second", exporting("/b"));
  expect(second.StackStatus).toBe("ROLLBACK_COMPLETE");
});

test("a stack that imports what nobody exports is rolled back", async () => {
  expect(await create("importer", importing)).toMatchObject({ StackStatus: "ROLLBACK_COMPLETE" });
  await expect(world.cloudFormation.send(new ListImportsCommand({ ExportName: "shared" }))).rejects.toThrow(
    "Export 'shared' is not imported by any stack.",
  );
});
