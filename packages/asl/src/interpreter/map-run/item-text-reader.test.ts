import { describe, expect, it } from "vitest";
import type { Json } from "../../json/json.ts";
import type { JsonObject } from "../../json/object.ts";
import { createTextReader } from "./item-text-reader.ts";
import { parseAthenaManifest, parseInventoryManifest } from "./manifests.ts";

/** The items of a text that comes in pieces of so many characters. */
function read(config: JsonObject, text: string, pieceLength: number): Json[] {
  const reader = createTextReader(config);
  const items: Json[] = [];
  for (let at = 0; at < text.length; at += pieceLength)
    items.push(...reader.push(text.slice(at, at + pieceLength)));
  return [...items, ...reader.end()];
}

const csv = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" };

describe.each([1, 2, 3, 7, 1000])("in pieces of %i characters", (length) => {
  it.each<[JsonObject, string, Json[]]>([
    [
      { InputType: "JSON" },
      ' [1, "a,]\\"[", {"b":[1,{"c":"}"}]},[],null ]\n',
      [1, 'a,]"[', { b: [1, { c: "}" }] }, [], null],
    ],
    [{ InputType: "JSON" }, "[]", []],
    [{ InputType: "JSON", ItemsPointer: "/a~1b/1" }, '{"a/b":[0,[5,6]]}', [5, 6]],
    [{ InputType: "JSONL" }, '{"a":1}\r\n\n"x"\n[2]', [{ a: 1 }, "x", [2]]],
    [
      csv,
      'a,b\r\n1,"x\r\n""y"", z"\r\n\r\n2\n,\n',
      [
        { a: "1", b: 'x\r\n"y", z' },
        { a: "2", b: "" },
        { a: "", b: "" },
      ],
    ],
    [csv, 'a,b\n1,"2"', [{ a: "1", b: "2" }]],
    [csv, 'a\n""\nx\ry\r', [{ a: "" }, { a: "x\ry\r" }]],
    [
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["k"], CSVDelimiter: "TAB" },
      "1\t2\n3",
      [{ k: "1" }, { k: "3" }],
    ],
  ])("%j reads %j", (config, text, items) => {
    expect(read(config, text, length)).toEqual(items);
  });

  it.each([
    [{ InputType: "JSON" }, "[1,", "is not valid JSON"],
    [{ InputType: "JSON" }, "[1,]", "is not valid JSON"],
    [{ InputType: "JSON" }, "[1] 2", "is not valid JSON"],
    [{ InputType: "JSON" }, "[1}2]", "is not valid JSON"],
    [{ InputType: "JSON" }, "", "is not valid JSON"],
    [{ InputType: "JSON" }, '{"a":', "is not valid JSON"],
    [{ InputType: "JSON" }, '{"a":1}', "Attempting to map over non-iterable node."],
    [{ InputType: "JSON", ItemsPointer: "/constructor" }, "{}", "Attempting to map over non-iterable node."],
    [{ InputType: "JSONL" }, "{\n}", "is not valid JSON"],
  ])("%j refuses %j", (config, text, message) => {
    expect(() => read(config, text, length)).toThrow(message);
  });
});

it("gives an item as soon as its text is whole", () => {
  const reader = createTextReader({ InputType: "JSON" });
  expect(reader.push("[1,2")).toEqual([1]);
  expect(reader.push("3,")).toEqual([23]);
});

describe("a manifest", () => {
  it("of an S3 inventory names files and columns", () => {
    const manifest = {
      destinationBucket: "arn:aws:s3:::inventories",
      fileFormat: "CSV",
      fileSchema: "Bucket, Key, Size",
      files: [{ key: "data/1.csv.gz", size: 1 }],
    };
    expect(parseInventoryManifest(JSON.stringify(manifest))).toEqual({
      columns: ["Bucket", "Key", "Size"],
      files: [{ bucket: "inventories", key: "data/1.csv.gz" }],
    });
    expect(() => parseInventoryManifest(JSON.stringify({ ...manifest, fileFormat: "ORC" }))).toThrow(
      '"ORC", expected "CSV"',
    );
  });

  it("of Athena names files", () => {
    expect(parseAthenaManifest('s3://b/x/1\n"s3://b/2"\n')).toEqual([
      { bucket: "b", key: "x/1" },
      { bucket: "b", key: "2" },
    ]);
    expect(() => parseAthenaManifest("x\n")).toThrow('"x", expected s3://bucket/key');
  });
});
