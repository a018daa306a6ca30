import { describe, expect, test } from "vitest";
import { formatsOf } from "../../widget/formats.ts";

const forms = { one: "day", other: "days" };

describe("a date", () => {
  test("at midnight UTC is that day for everybody", () => {
    const { date } = formatsOf("en-US");
    expect(date("2026-12-03T00:00:00.000Z")).toBe("December 3, 2026");
    expect(date("2026-12-03T00:00:00Z")).toBe("December 3, 2026");
  });

  test("at another time is the shopper's day", () => {
    const { date } = formatsOf("en-US");
    const instant = "2026-12-03T23:30:00.000Z";
    // Where the machine is: by its own clock, in the same words.
    const local = new Date(instant);
    expect(date(instant)).toBe(`December ${local.getDate()}, 2026`);
  });

  test("is written as the region does", () => {
    const day = "2026-12-03T00:00:00.000Z";
    expect(["en-GB", "de-AT", "de"].map((locale) => formatsOf(locale).date(day))).toEqual([
      "3 December 2026",
      "3. Dezember 2026",
      "3. Dezember 2026",
    ]);
  });
});

test("days take the form of their number, and of the range's end", () => {
  const { days } = formatsOf("en");
  expect([days(1, 1, forms), days(2, 2, forms), days(1, 2, forms), days(0, 1, forms)]).toEqual([
    ...["1 day", "2 days", "1–2 days", "0–1 days"],
  ]);
});

test("a form that is not given is the common one", () => {
  expect(formatsOf("de").days(1, 1, { other: "Tagen" })).toBe("1 Tagen");
});

test("numbers and lists are written as the region does", () => {
  expect(formatsOf("de-DE").number(12_345)).toBe("12.345");
  expect(formatsOf("en-GB").list([2, 4, 1200])).toBe("2, 4 or 1,200");
  expect(formatsOf("de-DE").list([2, 4])).toBe("2 oder 4");
});
