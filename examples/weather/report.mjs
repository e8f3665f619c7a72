// A batch job as anybody would write one: it reads its parameters from the environment, its data from files beside it, prints what
// it does, and says by its exit code how it went. It knows nothing of the engine, and needs nothing but Node.
import { readFileSync } from "node:fs";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const { year, warmest = 3 } = JSON.parse(process.env.ACME_PARAMETERS ?? "{}");
const days = readDays(new URL("data/seattle-weather.csv", import.meta.url));
const years = [...new Set(days.map((day) => day.year))];
console.log(`Read ${days.length} days of weather in Seattle, ${years.at(0)} to ${years.at(-1)}.`);

if (year !== undefined && !years.includes(year)) {
  console.error(`There is no data for the year ${JSON.stringify(year)}; there is for ${years.join(", ")}.`);
  process.exit(64);
}

for (const each of year === undefined ? years : [year]) {
  const ofYear = days.filter((day) => day.year === each);
  console.log(`\n${each}      mean max   rain      rainy days`);
  for (const [index, name] of months.entries()) {
    const ofMonth = ofYear.filter((day) => day.month === index + 1);
    const rain = sum(ofMonth.map((day) => day.precipitation));
    const rainy = ofMonth.filter((day) => day.precipitation > 0).length;
    console.log(
      `  ${name}  ${mean(ofMonth.map((day) => day.max))
        .toFixed(1)
        .padStart(8)} °C ${rain.toFixed(0).padStart(5)} mm  ${"#".repeat(rainy)}`,
    );
  }
  const hottest = ofYear.toSorted((a, b) => b.max - a.max).slice(0, warmest);
  console.log(`  warmest: ${hottest.map((day) => `${day.date} (${day.max} °C)`).join(", ")}`);
}

function readDays(file) {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [date, precipitation, max] = line.split(",");
    return {
      date,
      year: Number(date.slice(0, 4)),
      month: Number(date.slice(5, 7)),
      precipitation: Number(precipitation),
      max: Number(max),
    };
  });
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values) {
  return sum(values) / values.length;
}
