import { concatenate, executionName, literal } from "./jsonata.ts";

export function bucketUri(bucketName: string): string {
  return `s3://${bucketName}/`;
}

/** JSONata for `parameters/<state machine>/<run>.json`: where parameters lie that do not fit the task's overrides. */
export function parametersKey(stateMachineName: string): string {
  return concatenate(literal(`parameters/${stateMachineName}/`), executionName, literal(".json"));
}

/** JSONata for `s3://<bucket>/results/<state machine>/<run>.json`: where the job may leave its result. */
export function resultUri(bucketName: string, stateMachineName: string): string {
  return concatenate(
    literal(`${bucketUri(bucketName)}results/${stateMachineName}/`),
    executionName,
    literal(".json"),
  );
}
