import { describe, expect, test } from "vitest";
import { createDeploymentName, flowNameOf, parseDeploymentName } from "./deployment-name.ts";

describe("a deployment's names", () => {
  test("with a flow", () => {
    expect(createDeploymentName({ cluster: "batch", flowName: "etl", name: "prod" })).toEqual({
      cluster: "batch",
      flowName: "etl",
      name: "prod",
      fullName: "etl/prod",
      resourceName: "batch-etl-prod",
    });
  });

  test("without a flow", () => {
    expect(createDeploymentName({ cluster: "batch", name: "weather" })).toEqual({
      cluster: "batch",
      name: "weather",
      fullName: "weather",
      resourceName: "batch-weather",
    });
  });

  test("a trailing .py is dropped, as Prefect does", () => {
    expect(createDeploymentName({ cluster: "batch", name: "etl.py" }).name).toBe("etl");
  });

  test("the full name reads back", () => {
    expect(parseDeploymentName("batch", "etl/prod").resourceName).toBe("batch-etl-prod");
    expect(parseDeploymentName("batch", "weather").resourceName).toBe("batch-weather");
  });

  test("80 characters are taken, one more is refused with the numbers", () => {
    const flowName = "f".repeat(40);
    expect(
      createDeploymentName({ cluster: "batch", flowName, name: "d".repeat(33) }).resourceName,
    ).toHaveLength(80);
    expect(() => createDeploymentName({ cluster: "batch", flowName, name: "d".repeat(35) })).toThrow(
      expect.objectContaining({
        code: "ACME_BAD_NAME",
        message: expect.stringContaining(
          "has 82 characters; the state machine is named so, and Step Functions allows 80",
        ),
        hint: expect.stringContaining("by 2 in all"),
      }),
    );
  });

  test.each([
    ["Nightly ETL!", `"Nightly-ETL" would do.`],
    ["2024_report", `"report" would do.`],
    ["übersicht", `"ubersicht" would do.`],
    ["", `Give the deployment a name such as "etl".`],
    ["___", `Give the deployment a name such as "etl".`],
  ])("refuses %j and offers a name that would do", (name, hint) => {
    expect(() => createDeploymentName({ cluster: "batch", name })).toThrow(
      expect.objectContaining({
        code: "ACME_BAD_NAME",
        message: expect.stringContaining(`${JSON.stringify(name)} cannot name a deployment`),
        hint,
      }),
    );
  });

  test("refuses a name with two slashes", () => {
    expect(() => parseDeploymentName("batch", "a/b/c")).toThrow(
      expect.objectContaining({
        code: "ACME_BAD_NAME",
        message: `"a/b/c" is no deployment: it has 2 slashes.`,
      }),
    );
  });
});

test.each([
  ["flows/etl.py:nightly_etl", "nightly-etl"],
  ["flows/etl.py:Flows.nightly", "nightly"],
  ["package.module.etl", "etl"],
])("the flow of %s is %s", (entrypoint, flowName) => {
  expect(flowNameOf(entrypoint)).toBe(flowName);
});
