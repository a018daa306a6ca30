import { describe, expect, it } from "vitest";
import { Places } from "../../../cli/import/places.ts";

const PLACES = new Places([
  { code: "main", name: "Main Street" },
  { code: "north", name: "Depot" },
  { code: "south", name: "Depot" },
  { code: "west", name: "main" },
]);

describe("a warehouse that a file names", () => {
  it.each([
    ["main", { kind: "found", code: "main" }],
    ["Main Street", { kind: "found", code: "main" }],
    ["west", { kind: "found", code: "west" }],
    ["Depot", { kind: "ambiguous", codes: ["north", "south"] }],
    ["main street", { kind: "none" }],
    ["", { kind: "none" }],
  ])("%j", (text, found) => {
    expect(PLACES.find(text)).toStrictEqual(found);
  });
});
