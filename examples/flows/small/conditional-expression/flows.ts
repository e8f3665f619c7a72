import { flow } from "acme-engine";

interface Box {
  width: number;
  height: number;
  label?: string;
}

export const conditional = flow({ name: "conditional" }, async ({ width, height }: Box) => {
  const longer = width > height ? width : height;
  return longer;
});

export const conditionalWithLiteral = flow({ name: "conditionalWithLiteral" }, async ({ label }: Box) =>
  label ? "labelled" : "bare",
);

export const conditionalWithinExpression = flow(
  { name: "conditionalWithinExpression" },
  async ({ width, height, label }: Box) => ({
    area: width * (height > 0 ? height : 1) + (label === undefined ? 0 : 1),
    size: (width < 10 ? 1 : 2) + (height < 10 ? 1 : 2),
    names: [label ? label : "none"],
  }),
);

export const nestedConditional = flow({ name: "nestedConditional" }, async ({ width, height }: Box) =>
  width === height ? (width === 0 ? "nothing" : "square") : width > height ? "wide" : "tall",
);

export const conditionalWithinStringFormat = flow(
  { name: "conditionalWithinStringFormat" },
  async ({ width, height, label }: Box) =>
    `${label ? `"${label}"` : "a box"} of ${width > height ? `${width} at least` : `${height} or so`}`,
);
