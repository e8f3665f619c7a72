import { expect, it } from "vitest";
import { findVariableReferences } from "./variable-references.ts";

const references = (States: object, rest: object = {}) =>
  findVariableReferences(JSON.stringify({ StartAt: "A", ...rest, States }));

it("finds variables in paths, templates and intrinsic functions", () => {
  const state = {
    Type: "Pass",
    InputPath: "$b.list[?(@.id == $c)]",
    Parameters: {
      "x.$": "States.Format('$no {}', $a)",
      "y.$": "$.no",
      "z.$": "$$.Execution.Id",
      fooPath: "$no",
    },
    Result: { "r.$": "$no" },
    End: true,
  };
  expect(references({ A: state })).toEqual({ A: ["a", "b", "c"] });
});

it("finds variables in expressions, but for those that they bind themselves", () => {
  const state = {
    Type: "Pass",
    Output: "{% ($x := 1; $x + $y + $states.input.n + $sum([$z])) %}",
    Assign: { later: "{% $w %}", text: "$no" },
    End: true,
  };
  expect(references({ A: state }, { QueryLanguage: "JSONata" })).toEqual({ A: ["w", "y", "z"] });
});

it("tells inner states apart from the state around them", () => {
  const inner = { StartAt: "In", States: { In: { Type: "Wait", SecondsPath: "$s", End: true } } };
  const map = { Type: "Map", ItemsPath: "$items", ItemProcessor: inner, End: true };
  expect(references({ A: map, B: { Type: "Succeed" } })).toEqual({ A: ["items"], In: ["s"] });
});
