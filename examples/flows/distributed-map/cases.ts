import type { FlowCases, Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { bucket: "films", key: "ratings.csv" };
const rows = (...lines: string[]) => ({ "films/ratings.csv": ["film,stars", ...lines].join("\n") });
const images = { "images/list.json": JSON.stringify([{ image: "a.png" }, { image: "b.png" }]) };

export const cases: FlowCases<typeof flows> = {
  importRatings: [
    {
      title: "all rows",
      input,
      files: rows("Alien,5", "Brazil,4", "Cube,3"),
      output: { url: "https://imports.example.com/ratings.csv", stored: 3, lost: 0 },
    },
    {
      title: "a batch that fails is tolerated",
      input,
      files: rows("Alien,5", "Brazil,many", "Cube,3", "Dune,4"),
      output: { url: "https://imports.example.com/ratings.csv", stored: 2, lost: 1 },
    },
    {
      title: "too many fail",
      input,
      files: rows("Alien,none", "Brazil,many"),
      error: { name: "ImportFailed", message: "ratings.csv" },
    },
    {
      title: "no rows",
      input,
      files: rows(),
      output: { url: "https://imports.example.com/ratings.csv", stored: 0, lost: 0 },
    },
  ],
  makeThumbnails: [
    {
      title: "two images, one the second time",
      input: { bucket: "images", list: "list.json" },
      files: images,
      tasks: { resizeImage: [new Error("out of memory"), { made: "200/a.png" }] },
      output: { results: "s3://images/thumbnails/" },
    },
    {
      title: "one cannot be read",
      input: { bucket: "images", list: "list.json", width: 10 },
      files: images,
      tasks: { resizeImage: [new Error("no image")] },
      error: "States.ExceedToleratedFailureThreshold",
    },
  ],
};

export const originals: Record<string, Original> = {
  importRatings: { states: 4, transitions: 3, what: "distributed Map with batches, store, report, Fail" },
  makeThumbnails: { states: 2, transitions: 2, what: "distributed Map with a ResultWriter, resize" },
};
