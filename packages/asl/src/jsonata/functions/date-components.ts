/** The parts of a point in time by the letters that pictures have for them, in UTC. */

export const dayNames: readonly string[] = [
  "",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

export const monthNames: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const dayMs = 24 * 60 * 60 * 1000;

/** A number, or the text of a component that has only text (P, C, E); undefined for a time zone. */
export function componentOf(date: Date, component: string): number | string | undefined {
  switch (component) {
    case "Y":
      return date.getUTCFullYear();
    case "M":
      return date.getUTCMonth() + 1;
    case "D":
      return date.getUTCDate();
    case "d":
      return (midnightOf(date) - Date.UTC(date.getUTCFullYear(), 0)) / dayMs + 1;
    case "F":
      return date.getUTCDay() || 7;
    case "W":
      return weekOf(date, 12);
    case "w":
      return weekOf(date, 1);
    case "X":
      return periodOf(date, 12).year;
    case "x":
      return periodOf(date, 1).month + 1;
    case "H":
      return date.getUTCHours();
    case "h":
      return date.getUTCHours() % 12 || 12;
    case "P":
      return date.getUTCHours() >= 12 ? "pm" : "am";
    case "m":
      return date.getUTCMinutes();
    case "s":
      return date.getUTCSeconds();
    case "f":
      return date.getUTCMilliseconds();
    case "C":
    case "E":
      return "ISO";
    default:
      return undefined;
  }
}

function midnightOf(date: Date): number {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
}

interface Period {
  year: number;
  /** From 0; for periods of a year always 0. */
  month: number;
}

/** The calendar year or month (12 months or 1) that the date is in, moved by some. */
function calendarPeriod(date: Date, months: 1 | 12, offset: number): Period {
  if (months === 12) return { year: date.getUTCFullYear() + offset, month: 0 };
  const month = date.getUTCMonth() + offset;
  return { year: date.getUTCFullYear() + Math.floor(month / 12), month: (month + 12) % 12 };
}

/** The first week of a period is the one with its first Thursday (ISO 8601, for months as for years); weeks start on Monday. */
function startOfFirstWeek({ year, month }: Period): number {
  const first = Date.UTC(year, month);
  const day = new Date(first).getUTCDay() || 7;
  return day > 4 ? first + (8 - day) * dayMs : first - (day - 1) * dayMs;
}

/** The number of the week in its year or month. */
function weekOf(date: Date, months: 1 | 12): number {
  const today = midnightOf(date);
  const weekSince = (start: number): number => (today - start) / (7 * dayMs) + 1;
  const week = weekSince(startOfFirstWeek(calendarPeriod(date, months, 0)));
  const mostWeeks = months === 12 ? 52 : 4;
  if (week > mostWeeks && today >= startOfFirstWeek(calendarPeriod(date, months, 1))) return 1;
  if (week < 1) return Math.floor(weekSince(startOfFirstWeek(calendarPeriod(date, months, -1))));
  return Math.floor(week);
}

/** The year or month that the week of the date belongs to. */
function periodOf(date: Date, months: 1 | 12): Period {
  const now = date.getTime();
  const current = calendarPeriod(date, months, 0);
  if (now < startOfFirstWeek(current)) return calendarPeriod(date, months, -1);
  const next = calendarPeriod(date, months, 1);
  return now >= startOfFirstWeek(next) ? next : current;
}
