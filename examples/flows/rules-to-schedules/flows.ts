import { aws, flow, map } from "acme-engine";

interface Rule {
  Name: string;
  State: "ENABLED" | "DISABLED";
  ScheduleExpression?: string;
}

interface Target {
  Id: string;
  Arn: string;
  RoleArn?: string;
  Input?: string;
}

/** Makes a schedule of each target of each rule that runs by the clock; those that are there already stay as they are. */
export const moveRules = flow(
  { name: "move-rules" },
  async ({ prefix, group, role }: { prefix: string; group: string; role: string }) => {
    const listed: { Rules: Rule[] } = await aws.eventbridge.listRules({ NamePrefix: prefix });
    const timed = listed.Rules.filter(
      (rule) => rule.ScheduleExpression !== undefined && rule.State === "ENABLED",
    );
    const moved = await map(
      timed,
      async (rule) => {
        const { Targets }: { Targets: Target[] } = await aws.eventbridge.listTargetsByRule({
          Rule: rule.Name,
        });
        return await map(Targets, async (target) => {
          const name = `${rule.Name}-${target.Id}`;
          try {
            await aws.scheduler.createSchedule({
              Name: name,
              GroupName: group,
              ScheduleExpression: rule.ScheduleExpression,
              FlexibleTimeWindow: { Mode: "OFF" },
              Target: { Arn: target.Arn, RoleArn: target.RoleArn ?? role, Input: target.Input ?? "{}" },
            });
            return { name, created: true };
          } catch (error) {
            if ((error as Error).name !== "Scheduler.ConflictException") throw error;
            return { name, created: false };
          }
        });
      },
      { concurrency: 2 },
    );
    return { schedules: moved.flat() };
  },
);
