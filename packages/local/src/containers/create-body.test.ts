import { expect, test } from "vitest";

import { toCreateBody } from "./create-body.ts";
import type { ContainerSpec } from "./runtime.ts";

const spec: ContainerSpec = {
  taskId: "0f3c",
  name: "main",
  image: "etl:1",
  entryPoint: undefined,
  command: ["python", "etl.py"],
  environment: { A: "1" },
  workingDirectory: undefined,
  user: undefined,
  readonlyRootFilesystem: false,
  init: true,
  cpuUnits: 4096,
  cpuShares: undefined,
  memoryMiB: 512,
  memoryReservationMiB: undefined,
  mounts: [],
  ulimits: [],
  labels: {},
  stopTimeoutSeconds: 30,
};

test("limits are Fargate's: no swap, and no more CPUs than the machine has", () => {
  expect(toCreateBody(spec, { storeId: "s", sharesNetwork: true, cpus: 2 })).toMatchObject({
    HostConfig: {
      NanoCpus: 2_000_000_000,
      Memory: 512 * 1024 * 1024,
      MemorySwap: 512 * 1024 * 1024,
      NetworkMode: "host",
      AutoRemove: false,
      Init: true,
    },
  });
});

test("a container with a network of its own knows this machine by name", () => {
  expect(toCreateBody(spec, { storeId: "s", sharesNetwork: false, cpus: 8 })).toMatchObject({
    HostConfig: {
      NanoCpus: 4_000_000_000,
      NetworkMode: "bridge",
      ExtraHosts: ["host.docker.internal:host-gateway"],
    },
  });
});

test("the image's own entry point and user are left to the image", () => {
  const body = toCreateBody(spec, { storeId: "s", sharesNetwork: true, cpus: 2 });
  expect(body).toMatchObject({ Cmd: ["python", "etl.py"], Env: ["A=1"] });
  for (const member of ["Entrypoint", "User", "WorkingDir"]) expect(body).not.toHaveProperty(member);
});
