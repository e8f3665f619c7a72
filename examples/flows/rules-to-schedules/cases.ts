import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { prefix: "nightly-", group: "jobs", role: "arn:aws:iam::1:role/scheduler" };
const rules = {
  Rules: [
    { Name: "nightly-a", State: "ENABLED", ScheduleExpression: "rate(1 day)" },
    { Name: "nightly-b", State: "DISABLED", ScheduleExpression: "rate(1 day)" },
    { Name: "nightly-c", State: "ENABLED" },
    { Name: "nightly-d", State: "ENABLED", ScheduleExpression: "cron(0 3 * * ? *)" },
  ],
};
const targets = (given: unknown) => {
  const { Rule } = given as { Rule: string };
  return Rule === "nightly-a"
    ? {
        Targets: [
          { Id: "1", Arn: "arn:1" },
          { Id: "2", Arn: "arn:2", RoleArn: "own", Input: "{}" },
        ],
      }
    : { Targets: [{ Id: "1", Arn: "arn:3" }] };
};
const conflict = errorNamed("Scheduler.ConflictException", "exists");

export const cases: FlowCases<typeof flows> = {
  moveRules: [
    {
      title: "those that run by the clock",
      input,
      tasks: { "aws.eventbridge.listRules": [rules], "aws.eventbridge.listTargetsByRule": targets },
      output: {
        schedules: [
          { name: "nightly-a-1", created: true },
          { name: "nightly-a-2", created: true },
          { name: "nightly-d-1", created: true },
        ],
      },
    },
    {
      title: "one is there already",
      input,
      tasks: {
        "aws.eventbridge.listRules": [rules],
        "aws.eventbridge.listTargetsByRule": targets,
        "aws.scheduler.createSchedule": (given) => {
          if ((given as { Name: string }).Name === "nightly-a-2") throw conflict;
          return {};
        },
      },
      output: {
        schedules: [
          { name: "nightly-a-1", created: true },
          { name: "nightly-a-2", created: false },
          { name: "nightly-d-1", created: true },
        ],
      },
    },
    {
      title: "no rules",
      input,
      tasks: { "aws.eventbridge.listRules": [{ Rules: [] }] },
      output: { schedules: [] },
    },
    {
      title: "it is not allowed",
      input,
      tasks: {
        "aws.eventbridge.listRules": [rules],
        "aws.eventbridge.listTargetsByRule": [{ Targets: [{ Id: "1", Arn: "arn:1" }] }],
        "aws.scheduler.createSchedule": [errorNamed("Scheduler.AccessDeniedException", "no")],
      },
      error: { name: "Scheduler.AccessDeniedException", message: "no" },
    },
  ],
};

export const originals: Record<string, Original> = {
  moveRules: { states: 6, transitions: 5, what: "list, Map, list, Map, create, Pass behind its catcher" },
};
