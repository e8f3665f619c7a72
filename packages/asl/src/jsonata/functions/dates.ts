import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";
import { formatDate } from "./format-date.ts";
import { parseDate, parseIsoDate } from "./parse-date.ts";

type Text = string | undefined;

/** Functions on points in time, which are milliseconds since the epoch. */
export const dateFunctions: Readonly<Record<string, Builtin>> = {
  now: builtin("<s?s?:s>", 2, ({ run }, picture: Text, timezone: Text) =>
    formatDate(run.now(), picture, timezone),
  ),
  millis: builtin("<:n>", 0, ({ run }) => run.now()),
  toMillis: builtin("<s-s?:n>", 2, ({ run }, text: Text, picture: Text) => {
    if (text === undefined) return undefined;
    return picture === undefined ? parseIsoDate(text) : parseDate(text, picture, run.now());
  }),
  fromMillis: builtin("<n-s?s?:s>", 3, (_call, millis: number | undefined, picture: Text, timezone: Text) =>
    millis === undefined ? undefined : formatDate(millis, picture, timezone),
  ),
};
