import { describe, expect, it } from "vitest";
import { parseFlag, parseMoment, parseOnHand, parseWhole, parseWord } from "../../../cli/import/cell.ts";

describe("a whole number", () => {
  it.each([
    ["0", 0],
    ["7", 7],
    ["007", 7],
    ["+3", 3],
    ["-4", -4],
    ["-0", 0],
    ["1000000000", 1_000_000_000],
    ["-1000000000", -1_000_000_000],
  ])("reads %s", (text, value) => {
    expect(parseWhole("figure", text)).toStrictEqual({ ok: true, value });
  });

  it.each(["abc", "1.5", "1.0", "1,000", "1 000", "1e3", "0x10", "", "--1", "Infinity", "٣", "½"])(
    "refuses %s",
    (text) => {
      expect(parseWhole("figure", text)).toStrictEqual({
        ok: false,
        reason: { code: "not_whole", column: "figure", text },
      });
    },
  );

  it.each(["1000000001", "-1000000001", "99999999999999999999"])("refuses %s as out of range", (text) => {
    expect(parseWhole("figure", text)).toStrictEqual({
      ok: false,
      reason: { code: "out_of_range", column: "figure", text },
    });
  });
});

describe("units on hand", () => {
  it("may be none", () => {
    expect(parseOnHand("stock", "0")).toStrictEqual({ ok: true, value: 0 });
  });

  it("are never negative", () => {
    expect(parseOnHand("stock", "-1")).toStrictEqual({
      ok: false,
      reason: { code: "below_zero", column: "stock", text: "-1" },
    });
  });
});

describe("words", () => {
  it.each([
    ["true", true],
    ["TRUE", true],
    ["Yes", true],
    ["1", true],
    ["false", false],
    ["No", false],
    ["0", false],
  ])("reads the flag %s", (text, value) => {
    expect(parseFlag("flag", text)).toStrictEqual({ ok: true, value });
  });

  it("refuses another word for a flag", () => {
    expect(parseFlag("flag", "maybe")).toMatchObject({ ok: false, reason: { code: "not_understood", text: "maybe" } });
  });

  it("reads one of a list in any case, and no other", () => {
    expect(parseWord("backorders", "Allow", ["none", "allow"])).toStrictEqual({ ok: true, value: "allow" });
    expect(parseWord("backorders", "sure", ["none", "allow"])).toMatchObject({
      ok: false,
      reason: { code: "not_understood", expected: "one of none, allow" },
    });
  });
});

describe("a moment", () => {
  it.each([
    ["2027-03-01", "2027-03-01T00:00:00.000Z"],
    ["2027-03-01T09:30Z", "2027-03-01T09:30:00.000Z"],
    ["2027-03-01T09:30:15+02:00", "2027-03-01T07:30:15.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
  ])("reads %s", (text, value) => {
    expect(parseMoment("from", text)).toStrictEqual({ ok: true, value });
  });

  it.each(["01/03/2027", "2027-3-1", "2027-13-01", "2027-02-29", "2027-03-01T09:30", "2027-03-01T25:00Z", "soon"])(
    "refuses %s",
    (text) => {
      expect(parseMoment("from", text)).toMatchObject({ ok: false, reason: { code: "not_understood", text } });
    },
  );
});
