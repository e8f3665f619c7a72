import { describe, expect, test } from "vitest";
import { AwsCallError } from "./aws-call.ts";
import { poll } from "./poll.ts";
import { awsError } from "./testing/scripted-client.ts";
import { createVirtualPace } from "./testing/virtual-pace.ts";

const options = { signal: undefined, subject: "it", deadlineSeconds: 60 };

describe("poll", () => {
  test("asks at once, soon again, and then ever more slowly up to two seconds", async () => {
    const pace = createVirtualPace();
    let asked = 0;
    await poll(async () => (++asked === 12 ? true : undefined), { ...options, pace });
    expect(pace.pauses.map(Math.round)).toEqual([50, 80, 128, 205, 328, 524, 839, 1342, 2000, 2000, 2000]);
  });

  test.each([
    [0, 0.75],
    [0.999_999, 1.25],
  ])("varies its pauses by a quarter (chance %d)", async (random, factor) => {
    const pace = createVirtualPace({ random });
    let asked = 0;
    await poll(async () => (++asked === 2 ? true : undefined), { ...options, pace });
    expect(pace.pauses[0]).toBeCloseTo(50 * factor, 3);
  });

  test("gives up at its deadline and says what it waited for", async () => {
    await expect(
      poll(async () => undefined, { ...options, pace: createVirtualPace() }),
    ).rejects.toMatchObject({
      code: "ACME_DEADLINE",
      message: "Waited 60 s for it, in vain",
    });
  });

  test("bears four failures in a row of the kind that passes", async () => {
    let asked = 0;
    const ask = async () => {
      if (++asked % 5 !== 0) throw new AwsCallError("X", awsError("Throttling", "Rate exceeded"));
      return asked === 10 ? "done" : undefined;
    };
    await expect(poll(ask, { ...options, pace: createVirtualPace() })).resolves.toBe("done");
  });

  test("gives up at the fifth with AWS's own error", async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      throw new AwsCallError("DescribeStacks", awsError("InternalFailure", "Oops.", 500));
    };
    await expect(poll(ask, { ...options, pace: createVirtualPace() })).rejects.toThrow(
      "DescribeStacks failed: Oops (InternalFailure)",
    );
    expect(asked).toBe(5);
  });

  test("gives up at once at a failure that stays", async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      throw new AwsCallError("DescribeStacks", awsError("AccessDenied", "no", 403));
    };
    await expect(poll(ask, { ...options, pace: createVirtualPace() })).rejects.toThrow("AccessDenied");
    expect(asked).toBe(1);
  });
});
