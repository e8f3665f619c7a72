/**
 * What Prefect's `deploy` and `RunnerDeployment` take and this one does not take yet: each with what it would do there
 * and what to do here now. An option that changes nothing would be worse than one that is refused, so nothing is ignored.
 * Source: Prefect 3.8.3, `src/prefect/flows.py` and `deployments/runner.py`.
 */
const schedule =
  "would start runs on a schedule; deployments have no schedules yet. Leave it out and start runs with run(), or have EventBridge Scheduler start an execution of the deployment's alias `live`";
const server = "there is no server that could do it";

export const refusedOptions: Readonly<Record<string, string>> = {
  interval: schedule,
  cron: schedule,
  rrule: schedule,
  schedule,
  schedules: schedule,
  paused: "would pause the deployment's schedules; deployments have no schedules yet. Leave it out",
  concurrencyLimit:
    "would limit how many runs go on at once; runs are not limited yet. Leave it out and start no more runs than you want at once",
  concurrencyOptions: "would say what happens to runs over the limit; runs are not limited yet. Leave it out",
  triggers:
    "would start runs when events arrive; there are no triggers yet. Leave it out, or have an EventBridge rule start an execution of the deployment's alias `live`",
  workQueueName:
    "would put runs into a queue of the work pool; there are no workers and no queues, each run starts at once. Leave it out",
  enforceParameterSchema: `would have Prefect's server check a run's parameters against the flow's signature; ${server}. Leave it out: the flow runner checks names when the run begins`,
  entrypointType:
    "would choose between a file path and a module path; the entrypoint's own form tells. Leave it out and write `path/file.py:flow` as the entrypoint",
  versionType: `would record where the version comes from; ${server}. Leave it out and put what you want to keep into version or description`,
  printNextSteps: "would print hints; nothing is printed here. Leave it out and listen to onEvent",
  ignoreWarnings: "would silence warnings; there are none here, only errors. Leave it out",
  _sla: "would have Prefect Cloud watch how long and how often runs go; nothing watches here. Leave it out; timeoutSeconds ends a run that takes too long",
  storage:
    "would fetch the flow's code when the run begins; here the code is in the image. Copy it into the image and leave this out",
  pullSteps:
    "would fetch the flow's code when the run begins; here the code is in the image. Copy it into the image and leave this out",
};

/** Options that are taken only with one value, for it is what happens anyway. */
export const fixedOptions: Readonly<Record<string, { value: unknown; otherwise: string }>> = {
  build: {
    value: false,
    otherwise:
      "would build the image; images are not built here yet. Build it before (docker build), pass its name as image and set build: false or leave it out",
  },
  push: {
    value: false,
    otherwise:
      "would push the image; images are not pushed here yet. Push it before (docker push) and set push: false or leave it out",
  },
};
