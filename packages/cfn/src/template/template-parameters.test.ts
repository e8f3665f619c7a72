import { describe, expect, test } from "vitest";
import { loadTemplate } from "./load-template.ts";
import type { ParameterValue } from "./template-parameters.ts";
import { checkParameters, readTemplateParameters } from "./template-parameters.ts";

const declared = readTemplateParameters(`
Parameters:
  Size: { Type: Number, Default: 4, MinValue: 2, MaxValue: 8 }
  Mode: { Type: String, AllowedValues: [on, "off"] }
  Id: { Type: String, AllowedPattern: "x[0-9]+", MaxLength: 4, ConstraintDescription: must look like x12 }
  List: { Type: CommaDelimitedList, Default: "" }
Resources: {}
`);

describe("checkParameters", () => {
  test("takes what the template allows", () => {
    expect(() =>
      checkParameters(declared, { Size: "8", Mode: "off", Id: "x12", List: ["a", "b"] }),
    ).not.toThrow();
  });

  test.each([
    [{ Size: 9 }, 'Size "9" must be 8 or less'],
    [{ Size: 1 }, 'Size "1" must be 2 or more'],
    [{ Size: "big" }, 'Size "big" must be a number'],
    [{ Size: "" }, 'Size "" must be a number'],
    [{ Mode: "maybe" }, 'Mode "maybe" must be one of on, off'],
    [{ Id: "y1" }, 'Id "y1" must look like x12'],
    [{ Id: "ax1" }, 'Id "ax1" must look like x12'],
    [{ Id: "x1234" }, 'Id "x1234" must look like x12'],
    [{ List: ["a,b"] }, 'List "a,b" must be a list whose items have no commas'],
    [{ List: "x".repeat(4097) }, "must have 4096 bytes at most"],
    [{ Sise: 1 }, 'There is no parameter "Sise"'],
  ] as [Record<string, ParameterValue>, string][])("refuses %#: %j", (given, message) => {
    expect(() => checkParameters(declared, given)).toThrow(
      expect.objectContaining({ code: "ACME_BAD_PARAMETER", message: expect.stringContaining(message) }),
    );
  });
});

test("readTemplateParameters reads our templates, every parameter with a default but the names and the image", () => {
  const required = (name: "cluster" | "task") =>
    [...readTemplateParameters(loadTemplate(name)).values()]
      .filter((parameter) => parameter.default === undefined)
      .map((parameter) => parameter.name);
  expect(required("cluster")).toEqual(["ClusterName"]);
  expect(required("task")).toEqual(["ClusterName", "Family", "Image"]);
});
