import { flow, task } from "acme-engine";

const store = task(
  { name: "storeSetting" },
  async ({ key, text }: { key: string; kind: string; text: string }): Promise<{ stored: string }> => ({
    stored: `${key}=${text}`,
  }),
);

type Setting = string | number | boolean | null | string[] | { seconds: number };

/** Stores a setting as text, whatever it is. */
export const storeSetting = flow(
  { name: "store-setting" },
  async ({ key, setting }: { key: string; setting?: Setting }) => {
    let kind: string = typeof setting;
    let text = "";
    if (typeof setting === "string") text = setting;
    else if (typeof setting === "number") text = `${setting}`;
    else if (typeof setting === "boolean") text = setting ? "on" : "off";
    else if (typeof setting === "undefined") text = "unset";
    else if (setting === null) kind = "null";
    else if (Array.isArray(setting)) {
      kind = "list";
      text = setting.join(",");
    } else {
      kind = "duration";
      text = `${setting.seconds}s`;
    }
    const { stored } = await store({ key, kind, text });
    return { kind, stored };
  },
);
