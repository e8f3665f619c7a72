import { RegisterTaskDefinition$ } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";

import type { Json } from "../json.ts";
import { toApiInput } from "./to-api-input.ts";

const convert = (properties: Json) => toApiInput(RegisterTaskDefinition$, properties);

test("names take the operation's spelling, keys of maps stay", () => {
  expect(
    convert({
      Family: "jobs",
      Volumes: [{ Name: "data", EFSVolumeConfiguration: { FilesystemId: "fs-1" } }],
      ContainerDefinitions: [
        {
          Name: "main",
          ReadonlyRootFilesystem: "true",
          DockerLabels: { "My.Label": "X" },
          LogConfiguration: { LogDriver: "awslogs", Options: { "awslogs-group": "/acme" } },
        },
      ],
    }),
  ).toEqual({
    family: "jobs",
    volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1" } }],
    containerDefinitions: [
      {
        name: "main",
        readonlyRootFilesystem: true,
        dockerLabels: { "My.Label": "X" },
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/acme" } },
      },
    ],
  });
});

test("text and numbers become what the operation takes", () => {
  expect(convert({ Cpu: 256, EphemeralStorage: { SizeInGiB: "21" } })).toEqual({
    cpu: "256",
    ephemeralStorage: { sizeInGiB: 21 },
  });
});

test.each<[string, Json, string]>([
  [
    "an unknown name",
    { EphemeralStorage: { Size: 1 } },
    "Model validation failed (#/EphemeralStorage: extraneous key [Size] is not permitted)",
  ],
  [
    "text for a number",
    { EphemeralStorage: { SizeInGiB: "big" } },
    "#/EphemeralStorage/SizeInGiB: expected type: Number, found: string",
  ],
  ["a list for text", { Family: ["a"] }, "#/Family: expected type: String, found: JSONArray"],
  ["an object for a list", { Volumes: {} }, "#/Volumes: expected type: JSONArray, found: JSONObject"],
  [
    "a word for a boolean",
    { ContainerDefinitions: [{ Essential: "maybe" }] },
    "#/ContainerDefinitions/0/Essential: expected type: Boolean, found: string",
  ],
])("refuses %s", (_, properties, message) => {
  expect(() => convert(properties)).toThrow(message);
});
