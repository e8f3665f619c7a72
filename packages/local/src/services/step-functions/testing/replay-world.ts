import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";

import type { EngineContext } from "../../../engine-context.ts";
import { startHttpServer } from "../../../protocol/http-server.ts";
import { createServiceWorld } from "../../../testing/service-world.ts";
import type { VirtualClock } from "../../../testing/virtual-clock.ts";
import { createLogsService } from "../../logs/service.ts";
import { createS3Service } from "../../s3/service.ts";
import { createStepFunctionsService } from "../service.ts";
import { type RecordedFunction, startRecordedFunctions } from "./recorded-functions.ts";

/** So many turns that what goes over a socket has arrived before the clock goes on. */
const turnsPerSecond = 500;

/** The account of the recordings, with a clock that a replay moves on. */
export interface ReplayWorld {
  readonly context: EngineContext;
  readonly clock: VirtualClock;
  readonly bugs: unknown[];
  /** Turns of the event loop and seconds of the clock until the promise settles. */
  settle<Value>(promise: Promise<Value>): Promise<Value>;
  readonly clients: {
    stepfunctions: { models: object; client: sfn.SFNClient };
    logs: { models: object; client: logs.CloudWatchLogsClient };
    s3: { models: object; client: s3.S3Client };
  };
  close(): Promise<void>;
}

export async function createReplayWorld(options: {
  http: boolean;
  functions?: readonly RecordedFunction[];
}): Promise<ReplayWorld> {
  const { http, functions: recorded = [] } = options;
  const functions = await startRecordedFunctions(recorded);
  const world = createServiceWorld(
    (context) => [
      createLogsService(context),
      createS3Service(context),
      createStepFunctionsService(context, { functions: functions.settings }),
    ],
    { accountId: "111111111111" },
  );
  const server = http
    ? await startHttpServer({ handle: world.handle, describe: () => ({}), port: 0 })
    : undefined;
  const { requestHandler, ...common } = world.client;
  const way = server ? { ...common, endpoint: server.url } : { ...common, requestHandler };
  const clients = {
    stepfunctions: { models: sfn, client: new sfn.SFNClient({ ...way, disableHostPrefix: true }) },
    logs: { models: logs, client: new logs.CloudWatchLogsClient(way) },
    s3: { models: s3, client: new s3.S3Client({ ...way, forcePathStyle: true }) },
  };
  return {
    context: world.context,
    clock: world.clock,
    bugs: world.bugs,
    async settle(promise) {
      const pending = new Set([promise]);
      const end = () => void pending.delete(promise);
      promise.then(end, end);
      for (let turn = 1; pending.size > 0; turn += 1) {
        await new Promise(setImmediate);
        if (turn % turnsPerSecond === 0) world.clock.advanceTo(world.clock.now() + 1000);
      }
      return promise;
    },
    clients,
    async close() {
      for (const { client } of Object.values(clients)) client.destroy();
      await server?.close();
      await world.close();
      await functions.close();
    },
  };
}
