/** What is known of an ECS task, from Step Functions' output or from ECS itself. Absent: not told (yet). */
export interface EcsTask {
  readonly taskArn: string;
  readonly taskDefinitionArn?: string;
  /** `PROVISIONING`, `PENDING`, `RUNNING`, … `STOPPED`. */
  readonly lastStatus?: string;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
  /** E.g. `EssentialContainerExited`. */
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** MiB. */
  readonly memory?: number;
  readonly containers?: readonly EcsContainer[];
}

export interface EcsContainer {
  readonly name: string;
  readonly exitCode?: number;
  /** Why it did not start or was killed, e.g. `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string;
}

/** The last part of a task's ARN; log streams end in it. */
export function taskIdOf(taskArn: string): string {
  return taskArn.slice(taskArn.lastIndexOf("/") + 1);
}

/** The tasks in RunTask's answer as Step Functions writes it down: ECS's fields with capital first letters. */
export function readSubmittedTasks(output: string | undefined): EcsTask[] {
  const parsed = parseJson(output);
  const tasks = isObject(parsed) ? field(parsed, "Tasks") : undefined;
  return Array.isArray(tasks) ? tasks.map(toEcsTask).filter((task) => task !== undefined) : [];
}

/** One task in the output of a `.sync` state or in the cause of its failure; undefined when the text is something else. */
export function parseEcsTask(text: string | undefined): EcsTask | undefined {
  return toEcsTask(parseJson(text));
}

/** Reads a task in Step Functions' spelling (`TaskArn`) or in ECS's own (`taskArn`). */
export function toEcsTask(value: unknown): EcsTask | undefined {
  if (!isObject(value)) return undefined;
  const taskArn = text(value, "TaskArn");
  if (taskArn === undefined) return undefined;
  const containers = field(value, "Containers");
  const memory = Number(field(value, "Memory"));
  return {
    taskArn,
    ...given("taskDefinitionArn", text(value, "TaskDefinitionArn")),
    ...given("lastStatus", text(value, "LastStatus")),
    ...given("startedAt", instant(value, "StartedAt")),
    ...given("stoppedAt", instant(value, "StoppedAt")),
    ...given("stopCode", text(value, "StopCode")),
    ...given("stoppedReason", text(value, "StoppedReason")),
    ...given("memory", Number.isFinite(memory) ? memory : undefined),
    ...given(
      "containers",
      Array.isArray(containers) ? containers.filter(isObject).map(toContainer) : undefined,
    ),
  };
}

function toContainer(value: object): EcsContainer {
  const exitCode = field(value, "ExitCode");
  return {
    name: text(value, "Name") ?? "",
    ...given("exitCode", typeof exitCode === "number" ? exitCode : undefined),
    ...given("reason", text(value, "Reason")),
  };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined) {
  // The computed key has the type of `name`, which TypeScript widens to string.
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
}

function field(value: object, name: string): unknown {
  const fields = value as Record<string, unknown>;
  return fields[name] ?? fields[name.charAt(0).toLowerCase() + name.slice(1)];
}

function text(value: object, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** Step Functions writes instants as milliseconds since 1970 or in ISO 8601; ECS's client gives Dates. */
function instant(value: object, name: string): Date | undefined {
  const found = field(value, name);
  const date =
    found instanceof Date
      ? found
      : typeof found === "number" || typeof found === "string"
        ? new Date(found)
        : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function parseJson(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? "null");
  } catch {
    return undefined;
  }
}
