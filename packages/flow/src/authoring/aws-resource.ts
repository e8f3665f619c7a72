import { AcmeError } from "../acme-error.ts";

/** How Step Functions waits for what it has called: not at all, until the job has ended, until somebody brings the token back. */
export type AwsPattern = "requestResponse" | "sync" | "waitForTaskToken";

/** What `aws.<service>.<operation>` names, in the words of a state's resource. */
export interface AwsOperationName {
  /** As in `arn:aws:states:::aws-sdk:dynamodb:putItem`: lower case. */
  readonly service: string;
  /** In camelCase. */
  readonly operation: string;
  readonly pattern: AwsPattern;
}

/**
 * Operations of optimized integrations that no SDK integration has, or that do more than it: `lambda:invoke` takes and gives JSON and fails
 * with the function's own error. All others go by the SDK integration, so that errors and fields of a service are the same in each of its operations.
 * Source: Developer Guide, "Integrating optimized services with Step Functions", and the page of each service.
 */
const optimized: Readonly<Record<string, readonly string[]>> = {
  apigateway: ["invoke"],
  bedrock: ["invokeModel"],
  eks: ["call", "runJob"],
  elasticmapreduce: [
    "addStep",
    "cancelStep",
    "createCluster",
    "modifyInstanceFleetByName",
    "modifyInstanceGroupByName",
    "setClusterTerminationProtection",
    "terminateCluster",
  ],
  events: ["putEvents"],
  http: ["invoke"],
  lambda: ["invoke"],
  states: ["startExecution"],
};

/** Operations that Step Functions can wait for until the job has ended. Same source. */
const runsJob: Readonly<Record<string, readonly string[]>> = {
  athena: ["startQueryExecution"],
  batch: ["submitJob"],
  bedrock: ["createModelCustomizationJob"],
  codebuild: ["startBuild", "startBuildBatch"],
  databrew: ["startJobRun"],
  ecs: ["runTask"],
  eks: ["createCluster", "createNodegroup", "deleteCluster", "deleteNodegroup", "runJob"],
  elasticmapreduce: ["addStep", "createCluster", "terminateCluster"],
  "emr-containers": ["createVirtualCluster", "deleteVirtualCluster", "startJobRun"],
  "emr-serverless": [
    "createApplication",
    "deleteApplication",
    "startApplication",
    "startJobRun",
    "stopApplication",
  ],
  glue: ["startJobRun"],
  mediaconvert: ["createJob"],
  sagemaker: [
    "createHyperParameterTuningJob",
    "createLabelingJob",
    "createProcessingJob",
    "createTrainingJob",
    "createTransformJob",
  ],
  states: ["startExecution"],
};

/** The state's `Resource` for an operation. Throws `AcmeError` (ACME_AWS) for a name that no resource has, and for a job that Step Functions cannot wait for. */
export function toAwsResource({ service, operation, pattern }: AwsOperationName): string {
  const has = (table: Readonly<Record<string, readonly string[]>>) =>
    Object.hasOwn(table, service) && table[service]?.includes(operation) === true;
  const called = `aws.${service}.${operation}`;
  if (!/^[a-z][a-z0-9-]*$/.test(service) || !/^[a-z][A-Za-z0-9]*$/.test(operation)) {
    throw new AcmeError("ACME_AWS", `"${called}" is not how Step Functions spells an operation`, {
      hint: `Write the service in lower case and the operation in camelCase, as in arn:aws:states:::aws-sdk:dynamodb:putItem: aws.${service.toLowerCase()}.${operation.charAt(0).toLowerCase()}${operation.slice(1)}.`,
    });
  }
  if (pattern === "sync") {
    // `.sync:2` gives the output as JSON, `.sync` as text.
    if (has(runsJob))
      return `arn:aws:states:::${service}:${operation}.sync${service === "states" ? ":2" : ""}`;
    const known = Object.entries(runsJob).flatMap(([name, operations]) =>
      operations.map((each) => `${name}.${each}`),
    );
    throw new AcmeError("ACME_AWS", `Step Functions cannot wait for the end of ${called}`, {
      hint: `.sync is there for: ${known.join(", ")}. Otherwise call the operation, and ask in a loop with sleep() how far it is.`,
    });
  }
  const suffix = pattern === "waitForTaskToken" ? ".waitForTaskToken" : "";
  return `arn:aws:states:::${has(optimized) ? "" : "aws-sdk:"}${service}:${operation}${suffix}`;
}
