import { describe, expect, test } from "vitest";
import type { Availability, Estimate } from "../../sdk/index.ts";
import { expectedOf } from "../../widget/expected.ts";
import { viewWith } from "./views.ts";

const FIVE_DAYS: Estimate = { id: "soon", minDays: 3, maxDays: 5, text: {} };

function view(date: string | undefined, estimate: Estimate | null): Availability {
  const message = date === undefined ? { code: "available_in" as const } : { code: "available_in" as const, date };
  return viewWith({ message, estimate, asOf: "2026-11-22T23:59:59.999Z" });
}

describe("when goods are expected", () => {
  test("is the date, where there is no estimate", () => {
    const date = "2026-12-03T08:00:00.000Z";
    expect(expectedOf(view(date, null), ["en"])).toEqual({ kind: "date", date });
  });

  test("is the estimate's days, where the date is only their last", () => {
    const found = expectedOf(view("2026-11-27T00:00:00.000Z", FIVE_DAYS), ["en"]);
    expect(found).toEqual({ kind: "days", min: 3, max: 5 });
  });

  test.each(["2026-11-26T00:00:00.000Z", "2026-11-28T00:00:00.000Z", "2026-11-27T08:00:00.000Z"])(
    "is the date %s, which is not the estimate's last",
    (date) => {
      expect(expectedOf(view(date, FIVE_DAYS), ["en"])).toEqual({ kind: "date", date });
    },
  );

  test("counts from the estimate's first day where it has no last", () => {
    const estimate = { ...FIVE_DAYS, maxDays: null };
    const found = expectedOf(view("2026-11-25T00:00:00.000Z", estimate), ["en"]);
    expect(found).toEqual({ kind: "days", min: 3, max: null });
  });

  test("is said in the shop's words before its days, in the first language that it has them in", () => {
    const estimate = { ...FIVE_DAYS, text: { de: "Bald", en: "Soon", fr: "Bientôt" } };
    const words = (tags: string[]) => expectedOf(view(undefined, estimate), tags);
    expect(words(["de-AT", "de", "en"])).toEqual({ kind: "words", words: "Bald" });
    expect(words(["fr-CA", "fr", "en"])).toEqual({ kind: "words", words: "Bientôt" });
    expect(words(["nl", "en"])).toEqual({ kind: "words", words: "Soon" });
    expect(words(["nl"])).toEqual({ kind: "days", min: 3, max: 5 });
  });

  test("is unknown where nothing is said, or nothing that means anything", () => {
    const empty = { ...FIVE_DAYS, minDays: null, maxDays: null };
    const unknown = { kind: "unknown" };
    expect(expectedOf(view(undefined, null), ["en"])).toEqual(unknown);
    expect(expectedOf(view("soon", null), ["en"])).toEqual(unknown);
    expect(expectedOf(view(undefined, empty), ["en"])).toEqual(unknown);
    expect(expectedOf(view(undefined, { ...empty, minDays: 0 }), ["en"])).toEqual(unknown);
  });

  test("is from today on where only the last day is known", () => {
    const estimate = { ...FIVE_DAYS, minDays: null };
    expect(expectedOf(view(undefined, estimate), ["en"])).toEqual({ kind: "days", min: 0, max: 5 });
  });
});
