import type { EngineContext } from "../../engine-context.ts";
import { createService, type Service } from "../../protocol/service.ts";
import { bucketOperations } from "./bucket-operations.ts";
import { bucketSettingOperations } from "./bucket-setting-operations.ts";
import { createS3Deps } from "./deps.ts";
import { createLifecycle } from "./lifecycle.ts";
import { listOperations } from "./list-operations.ts";
import { multipartOperations } from "./multipart-operations.ts";
import { objectOperations } from "./object-operations.ts";

/**
 * S3 on the engine's store. Known gaps: no versions of objects (each has the one version "null"), no ACLs, policies are
 * kept but not enforced, encryption is stated but not done.
 */
export function createS3Service(context: EngineContext): Service {
  const deps = createS3Deps(context);
  const lifecycle = createLifecycle(deps);
  return createService({
    name: "s3",
    protocol: { kind: "restXml", xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" },
    operations: {
      ...bucketOperations,
      ...bucketSettingOperations,
      ...objectOperations,
      ...listOperations,
      ...multipartOperations,
    },
    deps,
    resume: lifecycle.start,
    close: lifecycle.close,
  });
}
